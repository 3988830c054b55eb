"""tmp"""

from datetime import date
from enum import StrEnum

from lustra.ownership.assembly import network
from lustra.ownership.closure import closure


class Status(StrEnum):
    """The answer."""

    BLOCKED = "blocked"
    NOT_BLOCKED = "not blocked"
    UNDETERMINED = "undetermined"
    NO_RULE = "no rule in force"


NO_RULE = Status.NO_RULE


def status_of(graph, entity, rule, day, known=date.max):
    net = network(graph, rule, known)
    v = graph.index(entity)
    if v in closure(net, day):
        return Status.BLOCKED
    if v in closure(net, day, upper=True):
        return Status.UNDETERMINED
    return Status.NOT_BLOCKED

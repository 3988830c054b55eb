"""What listed people own, shown on the embedded sample: verdicts with proof and picture."""

from pathlib import Path
from typing import NamedTuple

from lustra.model.time import AsOf
from lustra.usecases.ownership.analysis import check_proofs, open_analysis
from lustra.usecases.screening.demo import DEMO_DAY
from lustra.views.ownership_diagram import draw_answer
from lustra.views.ownership_report import Line, answer_lines

__all__ = ["DEMO_ENTITIES", "OwnershipDemo", "demo_ownership"]

DEMO_ENTITIES = ("zorka-food", "belaruskali")
"""A company of which a listed man holds 75 % and which no list names; and a listed one that a state holds whole."""


class OwnershipDemo(NamedTuple):
    """One answer of the demonstration."""

    entity: str
    name: str
    lines: tuple[Line, ...]
    """The answer in words: verdict by regime, proof, sources."""
    picture: Path
    proofs: int
    """Proofs that the independent checker accepted."""


def demo_ownership(out: Path) -> list[OwnershipDemo]:
    """Answer for the entities of the demonstration and draw their chains.

    Args:
        out: folder for the pictures; it must exist.

    Raises:
        InputError: a picture cannot be written.
    """
    analysis = open_analysis(None)
    found = []
    for entity in DEMO_ENTITIES:
        answer = analysis.answer(entity, AsOf(DEMO_DAY))
        proofs = [proof for one in answer.verdicts if (proof := analysis.proof(one))]
        held = sum(not faults for _, faults in check_proofs(proofs))
        picture = draw_answer(analysis, answer, out / f"{entity}.svg")
        lines = tuple(answer_lines(analysis, answer))
        found.append(OwnershipDemo(entity, analysis.data.label(entity), lines, picture, held))
    return found

"""Lustra: who is behind a name, what they own and control, how the goods get round.

The public names are resolved on first use (PEP 562), so that ``lustra --help`` does not pay for engines it does not
run; see plans/0002-light-start.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lustra.api.requests import FileRequest
    from lustra.api.trade import DiversionQuery, ImpactQuery
    from lustra.api.workspace import Workspace, open
    from lustra.errors import LustraError
    from lustra.model.query import Answer, Hit, Query
    from lustra.model.time import AsOf, ImpreciseDate

__all__ = [
    "Answer",
    "AsOf",
    "DiversionQuery",
    "FileRequest",
    "Hit",
    "ImpactQuery",
    "ImpreciseDate",
    "LustraError",
    "Query",
    "Workspace",
    "open",
]
__version__ = "0.2.0"

HOMES = {
    "Answer": "lustra.model.query",
    "AsOf": "lustra.model.time",
    "DiversionQuery": "lustra.api.trade",
    "FileRequest": "lustra.api.requests",
    "Hit": "lustra.model.query",
    "ImpactQuery": "lustra.api.trade",
    "ImpreciseDate": "lustra.model.time",
    "LustraError": "lustra.errors",
    "Query": "lustra.model.query",
    "Workspace": "lustra.api.workspace",
    "open": "lustra.api.workspace",
}


def __getattr__(name: str) -> object:
    """Load a public name from its home.

    Raises:
        AttributeError: the package has no such name.
    """
    if name not in HOMES:
        raise AttributeError(f"module 'lustra' has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]

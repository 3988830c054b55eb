"""The use-case of impact; apart from the others, because only it loads the regression library."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from lustra.errors import InputError
from lustra.model.corridor import Detection
from lustra.model.progress import Progress, no_progress
from lustra.trade.impact import Estimate, difference, triple_difference
from lustra.usecases.trade.detection import DiversionQuery, product_codes, the_event
from lustra.usecases.trade.flow_tables import table_for

__all__ = ["Estimate", "ImpactQuery", "impact", "ppml_notes"]

FITTED = 5
"""Intermediaries for which PPML is run after a scan."""


@dataclass(frozen=True, slots=True)
class ImpactQuery:
    """The question of ``lustra impact`` as typed."""

    event: str = ""
    day: str = ""
    origin: tuple[str, ...] = ()
    target: str = ""
    products: str = ""
    via: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    window: int = 3
    ppml: bool = True


def ppml_notes(
    root: Path | None, name: str, asked: DiversionQuery, found: Detection, progress: Progress = no_progress
) -> Detection:
    """The detection with, for each flagged intermediary, the origin leg's PPML triple difference as a note.

    Raises:
        UnknownNameError: no such table or event.
    """
    event = the_event(asked)
    codes = product_codes(asked)[0] or event.codes
    places = sorted({c.via for c in found.corridors if c.q <= found.level and c.excess > 0})[:FITTED]
    notes = []
    with table_for(root, name) as table:
        for place in places:
            progress(f"PPML for {place}")
            try:
                effect = triple_difference(table, event, place, codes, asked.window).effect
                change = f"{100 * math.expm1(effect.value):+.0f} % ({effect.low:.2f} to {effect.high:.2f} in logs)"
                notes.append(f"PPML, listed goods to {place} after the event: {change}, p = {effect.p:.2g}")
            except InputError as error:
                notes.append(f"PPML for {place}: {error.message}")
    return replace(found, notes=(*found.notes, *notes))


def impact(
    root: Path | None, name: str, asked: ImpactQuery, progress: Progress = no_progress
) -> list[tuple[str, Estimate]]:
    """Estimates with the kind of each: the effect, the leads, and each country left out.

    With controls: a difference in differences of totals. Without: a triple difference of products, by place.

    Raises:
        UnknownNameError: no such table, event or country.
        InputError: nothing to compare.
    """
    question = DiversionQuery(
        event=asked.event, day=asked.day, origin=asked.origin, target=asked.target, products=asked.products
    )
    event = the_event(question)
    with table_for(root, name) as table:
        if asked.controls:
            progress("difference in differences")
            treated = asked.via or (event.target,)
            return [("", difference(table, asked.origin or event.origin, treated, asked.controls, event.day))]
        codes = product_codes(question)[0] or event.codes
        found: list[tuple[str, Estimate]] = []
        for place in asked.via or (event.target,):
            progress(f"triple difference for {place}")
            result = triple_difference(table, event, place, codes, asked.window, asked.ppml)
            found.append(("", result.effect))
            found += [("lead ", lead) for lead in result.leads]
            found += [("", left) for left in result.left_out]
        return found

"""The use-case of impact; apart from the others, because only it loads the regression library."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lustra.trade.impact import Estimate, difference, triple_difference
from lustra.workspace.trade import Asked, codes_of, table_for, the_event

__all__ = ["AskedImpact", "Estimate", "impact"]


@dataclass(frozen=True, slots=True)
class AskedImpact:
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


def impact(
    root: Path | None, name: str, asked: AskedImpact, say: Callable[[str], object] = len
) -> list[tuple[str, Estimate]]:
    """Estimates with the kind of each: the effect, the leads, and each country left out.

    With controls: a difference in differences of totals. Without: a triple difference of products, by place.

    Raises:
        UnknownNameError: no such table, event or country.
        InputError: nothing to compare.
    """
    question = Asked(
        event=asked.event, day=asked.day, origin=asked.origin, target=asked.target, products=asked.products
    )
    event = the_event(question)
    with table_for(root, name) as table:
        if asked.controls:
            say("difference in differences")
            treated = asked.via or (event.target,)
            return [("", difference(table, asked.origin or event.origin, treated, asked.controls, event.day))]
        codes = codes_of(question)[0] or event.codes
        found: list[tuple[str, Estimate]] = []
        for place in asked.via or (event.target,):
            say(f"triple difference for {place}")
            result = triple_difference(table, event, place, codes, asked.window, asked.ppml)
            found.append(("", result.effect))
            found += [("lead ", lead) for lead in result.leads]
            found += [("", left) for left in result.left_out]
        return found

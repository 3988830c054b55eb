"""Hits on a terminal: the evidence beside the answer, and what was checked beneath it."""

from collections.abc import Sequence

from rich.text import Text

from lustra.cli.terminal import Terminal, shown
from lustra.model.entity import Listing
from lustra.model.list_version import ListState
from lustra.model.query import Answer, Checked, Hit
from lustra.model.time import FOREVER, LONG_AGO

__all__ = ["checked_lines", "hit_lines", "print_answers"]

REASON_CHARACTERS = 160


def print_answers(answers: Sequence[Answer]) -> None:
    """Print each answer; what was checked stands once, at the end."""
    console = Terminal(soft_wrap=True)
    for answer in answers:
        console.print(_headline(answer))
        for note in answer.notes:
            console.print(Text(f"  {shown(note)}", "dim"))
        for hit in answer.hits:
            for line in hit_lines(hit):
                console.print(line)
        console.print()
    if answers:
        for line in checked_lines(answers[0].checked):
            console.print(line)


def _headline(answer: Answer) -> Text:
    matches = sum(hit.match for hit in answer.hits)
    below = len(answer.hits) - matches
    count = "no potential match" if not matches else f"{matches} potential match{'es' if matches > 1 else ''}"
    more = f", {below} below the threshold" if below else ""
    style = "bold yellow" if matches else "bold green"
    return Text.assemble((shown(" / ".join(answer.query.names)), "bold"), "  ", (count, style), more)


def hit_lines(hit: Hit) -> list[Text]:
    """One hit: score, entry, the names that met, each piece of evidence, each designation."""
    mark, style = ("●", "yellow") if hit.match else ("○", "dim")
    pair = f'     "{shown(hit.explanation.query_name)}" met "{shown(hit.explanation.listed_name)}"'
    lines = [
        Text.assemble(
            (f"  {mark} {hit.score:.2f}  ", style),
            (shown(hit.caption), "bold"),
            f"  {hit.schema}  ",
            (hit.entity, "cyan"),
        ),
        Text(pair),
    ]
    lines += [Text(f"     {feature.weight:+.2f}  {shown(feature.words)}") for feature in hit.explanation.features]
    lines += [Text(f"     listed: {shown(listing_words(listing))}", "magenta") for listing in hit.listings]
    return lines


def listing_words(listing: Listing) -> str:
    """A designation in one line."""
    since = listing.start.isoformat() if listing.start != LONG_AGO else "a day not stated"
    until = f" until {listing.end.isoformat()}" if listing.end != FOREVER else ""
    first = "" if listing.start_stated or listing.start == LONG_AGO else " (first version held that prints it)"
    act = f", {listing.act}" if listing.act else ""
    reason = f" — {_short(listing.reason)}" if listing.reason else ""
    return f"{listing.source}, {listing.programme or 'programme not stated'}{act}, since {since}{first}{until}{reason}"


def _short(text: str) -> str:
    return text if len(text) <= REASON_CHARACTERS else text[: REASON_CHARACTERS - 1].rstrip() + "…"


def checked_lines(checked: Checked) -> list[Text]:
    """The list versions an answer rests on, their ages, and what they cannot tell."""
    when = checked.as_of.valid.isoformat()
    known = "" if checked.as_of.known == FOREVER else f", knowing what was published by {checked.as_of.known}"
    total = sum(state.version.names for state in checked.lists)
    head = f"Checked as of {when}{known}: {total:,} names, match from {checked.threshold:.2f}"
    lines = [Text(head, "bold")]
    lines += [Text(f"  {_list_words(state)}", "red" if state.stale else "") for state in checked.lists]
    lines += [Text(f"  ! {warning}", "yellow") for warning in checked.warnings]
    return lines


def _list_words(state: ListState) -> str:
    stale = ", older than it should be" if state.stale else ""
    version, days = state.version, "day" if state.age_days == 1 else "days"
    return (
        f"{version.source}  version of {version.published} ({state.age_days:,} {days} old{stale})  "
        f"{version.entities:,} entries  sha256 {version.sha256[:12]}"
    )

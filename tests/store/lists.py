"""Small lists for the tests of the store."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from lustra.model.source import Source, SourceFile
from lustra.model.statement import Problem, Statement
from lustra.store.manifest import Manifest
from lustra.store.versions import Guard, Incoming, publish

SOURCE = Source(
    name="xx_list",
    title="A list",
    publisher="Somebody",
    format="xx",
    files=(SourceFile("main.csv", "https://lists.example/main.csv"), SourceFile("more.csv", "", required=False)),
    licence="none",
    page="https://lists.example/",
    max_shrink_share=0.5,
)
MONDAY, TUESDAY, FRIDAY = date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 5)


def name(number: int | str, text: str, line: int = 1, prop: str = "name", file: str = "main.csv") -> Statement:
    """A person's name."""
    return Statement(f"xx_list:{number}", "Person", prop, text, locator=f"{file}:{line}")


def bring(
    root: Path, day: date, items: Sequence[Statement | Problem], guard: Guard | None = None, partial: bool = False
) -> Manifest:
    """Publish a version whose bytes are the text of its statements."""
    main, more = root.parent / f"{day}.csv", root.parent / f"{day}-more.csv"
    main.write_text(repr(list(items)), "utf-8")
    more.write_text("more", "utf-8")
    files = {"main.csv": main} if partial else {"main.csv": main, "more.csv": more}
    return publish(root, SOURCE, Incoming(day, files, "2024-06-01"), items, guard or Guard())

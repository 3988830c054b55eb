"""Trade for Python: what ``lustra divert``, ``mirror``, ``impact``, ``goods`` and ``trade`` do."""

from collections.abc import Sequence
from pathlib import Path

from lustra.api.requests import workspace_folder
from lustra.errors import LustraError
from lustra.model.corridor import Detection
from lustra.model.time import DayLike
from lustra.usecases.days import perhaps_day, typed_day
from lustra.usecases.trade.concordances import keep_concordance
from lustra.usecases.trade.detection import (
    MIRROR_DAY,
    MIRROR_IMPORTERS,
    MIRROR_ORIGINS,
    DiversionQuery,
    MirrorRow,
    divert,
    mirrored,
)
from lustra.usecases.trade.flow_tables import Loaded, LoadOptions, Profile, flow_tables, load_flows
from lustra.usecases.trade.goods import Finding, ask, keep_list
from lustra.usecases.trade.impact import Estimate, ImpactQuery, impact, ppml_notes
from lustra.usecases.trade.report_files import write_report

__all__ = ["DiversionQuery", "ImpactQuery", "Trade"]


class Trade:
    """Flow tables, and the questions about them; ``sample`` is the table that needs no workspace.

    Example:
        >>> import lustra
        >>> found = lustra.open().trade.divert("sample", "sample-2022")
        >>> found.flagged > 0
        True
    """

    def __init__(self, root: Path | None) -> None:
        self._root = root

    def load(self, name: str, *paths: str | Path, options: LoadOptions | None = None) -> Loaded:
        """Read published trade files into the workspace under a name.

        Args:
            name: of the flow table.
            paths: the files.
            options: format, columns of a national table, HS edition, currency, memory; told by the files otherwise.

        Returns:
            What the table holds, and what could not be used.

        Raises:
            InputError: this is the embedded sample, the name is none, or a format or mapping does not fit.
            ReadError: no usable row; the old table stays in force.
            WorkspaceError: the workspace cannot be written.
        """
        return load_flows(workspace_folder(self._root), name, [Path(path) for path in paths], options or LoadOptions())

    def tables(self) -> list[tuple[str, Profile | LustraError]]:
        """Every flow table of the workspace, with what a reader must know, or what is wrong with it.

        Raises:
            InputError: this is the embedded sample.
        """
        return flow_tables(workspace_folder(self._root))

    def keep_concordance(self, folder: str | Path) -> int:
        """Keep a folder of ``hsA_hsB.csv``; returns how many tables it holds.

        Raises:
            InputError: this is the embedded sample.
            ReadError: the folder holds none, or a row is not two codes.
        """
        return keep_concordance(workspace_folder(self._root), Path(folder))

    def keep_goods(self, path: str | Path) -> int:
        """Keep the code list of openICPSR 229004, saved as CSV; returns how many sanctioned codes it has.

        Raises:
            InputError: this is the embedded sample, or there is no such file.
            ReadError: other columns, or a row with a bad code or date.
        """
        return keep_list(workspace_folder(self._root), Path(path))

    def goods(self, query: str, *, on: DayLike | None = None, to: str = "") -> tuple[Finding, ...]:
        """Whether a product is restricted: by whom, since when, with which exemptions, at which tier.

        Args:
            query: a code, a range of codes, or words.
            on: only what was in force on this day.
            to: only goods going to this country.

        Raises:
            InputError: nothing known has these words, the range is empty, or the day cannot be read.
            UnknownNameError: no such country.
        """
        return ask(self._root, query, perhaps_day(on), to)

    def divert(self, flows: str, asked: DiversionQuery | str, *, ppml: bool = False) -> Detection:
        """Rank the corridors by which goods got round an event.

        Args:
            flows: a table loaded before, a Parquet file, or ``sample``.
            asked: the question, or the name of a packaged event.
            ppml: add a Poisson triple difference for each flagged intermediary.

        Raises:
            UnknownNameError: no such table, event or country.
            InputError: the question does not fit the data.
        """
        question = DiversionQuery(event=asked) if isinstance(asked, str) else asked
        found = divert(self._root, flows, question)
        if ppml:
            found = ppml_notes(self._root, flows, question, found)
        return found

    def report(self, detection: Detection, folder: str | Path) -> list[Path]:
        """Write a detection as ``corridors.html`` with its pictures; returns the paths, the report first.

        Raises:
            WorkspaceError: the folder cannot be written.
        """
        return write_report(detection, Path(folder))

    def mirror(
        self,
        *flows: str,
        importers: Sequence[str] = MIRROR_IMPORTERS,
        origins: Sequence[str] = MIRROR_ORIGINS,
        day: DayLike = MIRROR_DAY,
    ) -> tuple[MirrorRow, ...]:
        """Compare trade as its exporter and as its importer report it, before and after a day.

        Args:
            flows: tables loaded before, Parquet files, or ``sample``.
            importers: importing countries.
            origins: the exporting side.
            day: of the event.

        Raises:
            UnknownNameError: no such table or country.
            InputError: one side is missing altogether, or the day cannot be read.
        """
        return mirrored(self._root, flows, importers, origins, typed_day(day))

    def impact(self, flows: str, asked: ImpactQuery | str) -> list[tuple[str, Estimate]]:
        """Estimate whether a measure bit, with leads before it and with each country left out.

        Args:
            flows: a table loaded before, a Parquet file, or ``sample``.
            asked: the question, or the name of a packaged event.

        Returns:
            The kind of each estimate ("" for the effect itself), and the estimate.

        Raises:
            UnknownNameError: no such table, event or country.
            InputError: there is nothing to compare.
        """
        question = ImpactQuery(event=asked) if isinstance(asked, str) else asked
        return impact(self._root, flows, question)

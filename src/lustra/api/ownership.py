"""Ownership for Python: what ``lustra own`` answers."""

from collections.abc import Sequence
from pathlib import Path

from lustra.model.time import FOREVER, DayLike
from lustra.usecases.days import as_of_days
from lustra.usecases.ownership.analysis import (
    BlockedFrequency,
    BlockedParty,
    ListingGain,
    OwnershipAnalysis,
    OwnershipAnswer,
    StakeReduction,
    StateOwnedCompany,
    StatusPeriod,
    Verdict,
    check_proofs,
)
from lustra.usecases.ownership.blocked_file import write_blocked
from lustra.usecases.ownership.linking import Link
from lustra.views.ownership_diagram import draw_answer
from lustra.views.ownership_json import ownership_json
from lustra.views.ownership_report import answer_lines

__all__ = ["Ownership"]

US = "US-OFAC"


class Ownership:
    """An ownership graph with the listed parties in it, as it was when it was opened.

    A party is asked for by id, by name, or by the id of a listed entry linked to it. ``as_of`` is the day asked about,
    today where it is left out; ``known`` is the day whose knowledge is used, all that is held where it is left out.

    Example:
        >>> import lustra
        >>> ownership = lustra.open().ownership()
        >>> answer = ownership.verdict("zorka-food", as_of="2026-09-01", regimes=["US-OFAC"])
        >>> [(one.regime, one.status.value) for one in answer.verdicts]
        [('US-OFAC', 'blocked')]
        >>> ownership.check(ownership.plain(answer))
        [('zorka-food under US-OFAC: blocked', [])]
    """

    def __init__(self, analysis: OwnershipAnalysis) -> None:
        self._analysis = analysis
        self.links: tuple[Link, ...] = analysis.links
        """Which parties are, or may be, entries of the lists."""

    def label(self, party: str) -> str:
        """The name of a party, or its id."""
        return self._analysis.data.label(party)

    def verdict(
        self, entity: str, *, as_of: DayLike | None = None, known: DayLike | None = None, regimes: Sequence[str] = ()
    ) -> OwnershipAnswer:
        """The verdict on a party under each regime, with what is beside it.

        Args:
            entity: the party.
            as_of: the day asked about.
            known: the day whose knowledge is used.
            regimes: those asked; otherwise all under which somebody in the graph is listed on the day.

        Raises:
            UnknownNameError: no such party or regime.
            InputError: a day cannot be read.
        """
        return self._analysis.answer(self._analysis.party(entity), as_of_days(as_of, known), tuple(regimes))

    def words(self, answer: OwnershipAnswer) -> list[str]:
        """An answer in words, a line each, as the command line prints it."""
        return [line.text for line in answer_lines(self._analysis, answer)]

    def plain(self, answer: OwnershipAnswer) -> dict[str, object]:
        """An answer as plain values for JSON, its proofs included."""
        return ownership_json(self._analysis, answer)

    def proof(self, verdict: Verdict) -> dict[str, object] | None:
        """The proof of one verdict as a document; None where it has none."""
        return self._analysis.proof(verdict)

    def check(self, document: object) -> list[tuple[str, list[str]]]:
        """What is wrong with each proof in a document, by the checker that shares no code with the engine.

        Args:
            document: a proof, a list of proofs, or an answer as plain values.

        Returns:
            For each proof its entity, regime and status, and its faults; no faults accept it.

        Raises:
            InputError: the document holds no proof.
        """
        return check_proofs(document)

    def picture(self, answer: OwnershipAnswer, path: str | Path) -> Path:
        """Draw the chains behind an answer.

        Args:
            answer: the answer.
            path: ends with ``.svg``, ``.png`` or ``.html``.

        Raises:
            InputError: another ending, or the file cannot be written.
        """
        return draw_answer(self._analysis, answer, Path(path))

    def blocked(
        self, *, as_of: DayLike | None = None, known: DayLike | None = None, regimes: Sequence[str] = ()
    ) -> list[BlockedParty]:
        """Every party that is blocked without being listed, by regime, rank and id.

        Raises:
            UnknownNameError: no such regime.
            InputError: a day cannot be read.
        """
        return self._analysis.blocked(as_of_days(as_of, known), tuple(regimes))

    def write_blocked(
        self,
        path: str | Path,
        *,
        as_of: DayLike | None = None,
        known: DayLike | None = None,
        regimes: Sequence[str] = (),
    ) -> int:
        """Write every party that is blocked without being listed; returns their number.

        Args:
            path: ends with ``.csv``, ``.jsonl`` or ``.parquet``.
            as_of: the day asked about.
            known: the day whose knowledge is used.
            regimes: those asked; otherwise all under which somebody in the graph is listed on the day.

        Raises:
            UnknownNameError: no such regime.
            InputError: another ending, a day cannot be read, or the file cannot be written.
        """
        return write_blocked(self._analysis, as_of_days(as_of, known), tuple(regimes), Path(path))

    def state(
        self, state: str, *, as_of: DayLike | None = None, known: DayLike | None = None
    ) -> tuple[str, list[StateOwnedCompany]]:
        """The id of a state, asked for by country code, name or id, and its companies.

        Raises:
            UnknownNameError: the graph has no such state.
            InputError: a day cannot be read.
        """
        return self._analysis.state(state, as_of_days(as_of, known))

    def timeline(
        self, entity: str, *, regimes: Sequence[str] = (), known: DayLike | None = None
    ) -> dict[str, list[StatusPeriod]]:
        """The exact days on which a party was blocked, undetermined or not, by regime.

        Raises:
            UnknownNameError: no such party or regime.
            InputError: a day cannot be read.
        """
        return self._analysis.timeline(self._analysis.party(entity), tuple(regimes), known or FOREVER)

    def gain(
        self, regime: str = US, *, as_of: DayLike | None = None, known: DayLike | None = None
    ) -> tuple[list[ListingGain], list[tuple[str, str, tuple[str, ...]]]]:
        """What would newly be blocked if an owner were listed, and pairs that give more together than apart.

        Raises:
            UnknownNameError: no such regime.
            InputError: no rule is in force on the day, it multiplies shares, or a day cannot be read.
        """
        return self._analysis.gain(regime, as_of_days(as_of, known))

    def support(
        self, person: str, regime: str = US, *, as_of: DayLike | None = None, known: DayLike | None = None
    ) -> list[str]:
        """The ids of what would be freed if one listed person were delisted.

        Raises:
            UnknownNameError: no such party or regime.
            InputError: no rule is in force on the day, the person is not listed, or a day cannot be read.
        """
        return self._analysis.support(self._analysis.party(person), regime, as_of_days(as_of, known))

    def transfers(self, regime: str = US, *, known: DayLike | None = None) -> list[StakeReduction]:
        """Stakes that fell below the threshold within 90 days of a listing, and who came to hold them.

        Raises:
            UnknownNameError: no such regime.
            InputError: a day cannot be read.
        """
        return self._analysis.transfers(regime, known or FOREVER)

    def worlds(
        self, regime: str = US, *, count: int = 1000, as_of: DayLike | None = None, known: DayLike | None = None
    ) -> list[BlockedFrequency]:
        """In how many sampled worlds an undetermined party is blocked: triage, never the verdict.

        Raises:
            UnknownNameError: no such regime.
            InputError: no rule is in force on the day, it multiplies shares, or no world is asked for.
        """
        return self._analysis.worlds(regime, as_of_days(as_of, known), count)

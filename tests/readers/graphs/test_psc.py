"""The UK register of people with significant control: bands, trusts, firms, chains, ends. All invented."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from lustra.errors import ReadError
from lustra.model.edge import Edge
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import Interval
from lustra.readers.graphs import psc_json


def notice(*natures: str, kind: str = "individual-person-with-significant-control", **data: Any) -> dict[str, Any]:
    """One line of the snapshot."""
    return {
        "company_number": "123456",
        "data": {
            "kind": kind,
            "name": "Ms Ada Example",
            "natures_of_control": list(natures),
            "notified_on": "2016-04-06",
            "links": {"self": "/company/00123456/persons-with-significant-control/individual/abc"},
            **data,
        },
    }


def read(*notices: Any) -> list[Party | Edge | Problem]:
    """Read notices as lines."""
    lines = "".join(json.dumps(one) + "\n" for one in notices)
    return list(psc_json.read("psc.txt", BytesIO(lines.encode())))


NATURES = [
    ("ownership-of-shares-25-to-50-percent", "share", "percent", "(25, 50] %"),
    ("ownership-of-shares-50-to-75-percent", "share", "percent", "(50, 75) %"),
    ("ownership-of-shares-75-to-100-percent", "share", "percent", "[75, 100] %"),
    ("ownership-of-shares-75-to-100-percent-as-trust", "share", "percent", "[75, 100] %"),
    ("ownership-of-shares-more-than-25-percent-registered-overseas-entity", "share", "percent", "(25, 100] %"),
    ("voting-rights-25-to-50-percent-as-firm", "share", "votes", "(25, 50] %"),
    ("right-to-appoint-and-remove-directors", "appoint_board_majority", "percent", None),
    ("right-to-appoint-and-remove-directors-as-firm", "appoint_board_majority", "percent", None),
    ("significant-influence-or-control", "de_facto_influence", "percent", None),
    ("right-to-share-surplus-assets-25-to-50-percent-limited-liability-partnership", "other_interest", "percent", None),
]


@pytest.mark.parametrize(("nature", "kind", "unit", "words"), NATURES, ids=[row[0] for row in NATURES])
def test_each_nature_of_control_is_its_edge(nature: str, kind: str, unit: str, words: str | None) -> None:
    """Bands keep their open and closed ends; rights are no shares."""
    (edge,) = [item for item in read(notice(nature)) if isinstance(item, Edge)]
    assert (kind, unit, words) == (edge.kind, edge.unit, edge.share.words() if edge.share else None)
    assert "GB-COH-00123456" == edge.owned


def test_a_trustee_is_named_as_such() -> None:
    """In what capacity somebody holds stands in the source."""
    (edge,) = [e for e in read(notice("ownership-of-shares-75-to-100-percent-as-trust")) if isinstance(e, Edge)]
    assert "as trustees of a trust" in edge.sources[0]


def test_a_british_company_is_known_by_its_number_so_that_chains_join() -> None:
    """A relevant legal entity is the company itself."""
    corporate = notice(
        "ownership-of-shares-75-to-100-percent",
        kind="corporate-entity-person-with-significant-control",
        identification={"registration_number": "7", "country_registered": "England"},
    )
    assert ["GB-COH-00000007"] == [item.owner for item in read(corporate) if isinstance(item, Edge)]


def test_what_has_ceased_is_over_on_that_day() -> None:
    """Notified and ceased are the days of the holding."""
    (edge,) = [
        e for e in read(notice("significant-influence-or-control", ceased_on="2020-05-01")) if isinstance(e, Edge)
    ]
    assert Interval(date(2016, 4, 6), date(2020, 5, 1)) == edge.valid


def test_a_company_that_names_nobody_has_an_unknown_holder() -> None:
    """A statement in the place of a person leaves somebody unnamed; that there is none leaves nobody."""
    kind = "persons-with-significant-control-statement"
    items = read(notice(kind=kind, statement="psc-exists-but-not-identified"))
    assert [(True, None)] == [(p.unnamed, e.share) for p in items for e in items
                              if isinstance(p, Party) and isinstance(e, Edge)]  # fmt: skip
    assert [] == read(notice(kind=kind, statement=psc_json.NOBODY))


def test_unknown_codes_and_lines_are_problems() -> None:
    """A nature that the register did not have yet, a damaged line; the totals at the end are no notice."""
    totals = b'{"data":{"kind":"totals#persons-of-significant-control-snapshot"}}\n'
    content = (json.dumps(notice("ownership-of-moon")) + "\n{oops\n").encode() + totals
    problems = [p for p in psc_json.read("psc.txt", BytesIO(content)) if isinstance(p, Problem)]
    assert [("1", "error"), ("2", "error")] == [(p.where, p.severity) for p in problems]
    with pytest.raises(ReadError):
        list(psc_json.read("psc.txt", BytesIO(b"{}\n")))

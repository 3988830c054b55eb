"""Screening against a workspace: the two clocks, and what an answer says it cannot tell."""

from datetime import date

from lustra.model.time import AsOf
from lustra.workspace.question import question
from lustra.workspace.screening import Options, open_screener

WANTED = Options(threshold=0.7, cutoff=0.7, limit=10)


def test_a_list_of_which_nothing_was_known_by_the_day_says_so() -> None:
    """``--known 2000-01-01`` once claimed that versions of later years had been checked, without a warning."""
    (answer,) = open_screener(None, date(2026, 11, 22)).screen(
        [question({"name": "Alaksandr Łukašenka"})], AsOf(date(2026, 11, 22), date(2000, 1, 1)), WANTED
    )
    assert () == answer.hits
    unheard = [warning for warning in answer.checked.warnings if "nothing published by 2000-01-01" in warning]
    assert len(answer.checked.lists) == len(unheard)


def test_a_list_whose_oldest_version_is_later_than_the_day_says_so() -> None:
    """Before the oldest version held, absence proves nothing."""
    checked = open_screener(None, date(2026, 11, 22)).checked(AsOf(date(2012, 12, 1)), WANTED)
    told = {warning.partition(":")[0] for warning in checked.warnings if "oldest version held" in warning}
    assert {"ca_sema", "uk_fcdo", "un_sc", "us_ofac_sdn"} == told

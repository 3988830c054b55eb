"""From evidence to a score: identities that hold for any evidence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.kernels.names.evidence import CLASH, COLUMNS, MATCHED, OPEN_LEFT, OPEN_RIGHT, SAME_MARKS
from lustra.screening.scoring import losses, name_scores, shift_log_odds, with_other_names

NATS = st.floats(0.0, 50.0)
ROWS = st.lists(NATS, min_size=COLUMNS, max_size=COLUMNS).map(lambda row: np.array([row]))


@given(ROWS, st.integers(0, COLUMNS - 1), NATS)
def test_more_that_stands_against_a_name_never_raises_its_score(row: np.ndarray, column: int, more: float) -> None:
    """Open words are looked at together: what one side lacks may be a contradiction already counted."""
    if column in (MATCHED, SAME_MARKS, OPEN_LEFT, OPEN_RIGHT):
        return
    worse = row.copy()
    worse[0, column] += more
    assert name_scores(worse)[0] <= name_scores(row)[0]
    assert losses(worse)[0] >= losses(row)[0] > 0


@given(ROWS)
def test_a_score_does_not_depend_on_the_side_that_is_open(row: np.ndarray) -> None:
    """Left and right exchanged give the same, exactly."""
    turned = row.copy()
    turned[0, [OPEN_LEFT, OPEN_RIGHT]] = row[0, [OPEN_RIGHT, OPEN_LEFT]]
    assert name_scores(turned)[0] == name_scores(row)[0]


@given(st.floats(0.001, 0.999), st.floats(-5.0, 5.0))
def test_log_odds_add_up_and_can_be_taken_back(score: float, log_odds: float) -> None:
    """A shift and its opposite give the score again; 0 and 1 stay."""
    assert shift_log_odds(shift_log_odds(score, log_odds), -log_odds) == pytest.approx(score)
    assert shift_log_odds(0.0, log_odds) == 0.0
    assert shift_log_odds(1.0, log_odds) == pytest.approx(1.0)


def test_a_name_without_a_patronymic_answers_for_the_partys_other_names() -> None:
    """Within one party a contradiction spreads, unless another name of it agrees; other parties are not touched."""
    evidence = np.zeros((4, COLUMNS))
    evidence[:, MATCHED] = 10.0
    evidence[1, CLASH] = 5.0
    assert [5.0, 5.0, 0.0, 0.0] == with_other_names(evidence, np.array([1, 1, 2, 2]))[:, CLASH].tolist()
    evidence[0, SAME_MARKS] = 3.0
    assert [0.0, 5.0, 0.0, 0.0] == with_other_names(evidence, np.array([1, 1, 2, 2]))[:, CLASH].tolist()

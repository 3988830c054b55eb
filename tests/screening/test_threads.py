"""An opened index is shared: many threads ask it at once and get what one thread gets."""

import gc
import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from tests.screening.parties import ENTITIES, TODAY, index_of

from lustra.model.query import Hit, Query
from lustra.screening.engine import ScreeningOptions, screen
from lustra.screening.index import Index
from lustra.screening.retrieve import WordMemory

THREADS = 10
OPTIONS = ScreeningOptions(cutoff=0.3)


def mixed_queries() -> list[list[Query]]:
    """For each thread its own questions: whole listed names, and words of them in other company."""
    rng = random.Random(7)
    names = [name.text for party in ENTITIES for name in party.names]
    words = [word for name in names for word in name.split()]
    return [
        [
            Query((rng.choice(names),)) if rng.random() < 0.5 else Query((" ".join(rng.sample(words, 2)),))
            for _ in range(8)
        ]
        for _ in range(THREADS)
    ]


def answers(index: Index, queries: list[Query]) -> list[tuple[Hit, ...]]:
    """Every question alone."""
    return [screen(index, [query], TODAY, OPTIONS)[0] for query in queries]


def test_many_threads_on_one_index_answer_as_one_thread() -> None:
    """A thread that emptied the memory of words took away what another was about to read: a KeyError."""
    work = mixed_queries()
    expected = [answers(index_of(*ENTITIES), queries) for queries in work]
    index, start = index_of(*ENTITIES), Barrier(THREADS)

    def ask(queries: list[Query]) -> list[tuple[Hit, ...]]:
        start.wait()
        return answers(index, queries)

    with ThreadPoolExecutor(THREADS) as pool:
        assert expected == list(pool.map(ask, work))


def test_asking_leaves_an_opened_index_as_it_was() -> None:
    """Nothing is kept on the index but tables that follow from it alone, and a group without listed words adds none."""
    index = index_of(*ENTITIES)
    answers(index, [Query(("Dmitry Ermakov",))])
    kept = {name: value for name, value in vars(index).items() if isinstance(value, dict)}
    sizes = {name: len(value) for name, value in kept.items()}
    answers(index, [Query((f"Muhammad Alexander{letter} Hussein",)) for letter in "abcdefgh"])
    assert sizes == {name: len(value) for name, value in vars(index).items() if isinstance(value, dict)}


@pytest.mark.parametrize("enabled", [True, False])
def test_screening_leaves_garbage_collection_alone(enabled: bool) -> None:
    """It belongs to the whole process, which may do other work meanwhile."""
    states: list[bool] = []

    class Watched(list[Query]):
        def __getitem__(self, item: object) -> list[Query]:  # type: ignore[override]
            states.append(gc.isenabled())
            return list(self)

    was = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        screen(index_of(*ENTITIES), Watched([Query(("Dmitry Ermakov",))]), TODAY, OPTIONS)
    finally:
        (gc.enable if was else gc.disable)()
    assert states == [enabled]


def test_a_memory_of_words_changes_no_answer_and_serves_one_index_at_a_time() -> None:
    """Words looked up in one index are not taken for those of another."""
    memory, small = WordMemory(), index_of(*ENTITIES[:8])
    queries = [Query((name.text[::-1] + " " + name.text,)) for party in ENTITIES for name in party.names][:12]
    for index in (index_of(*ENTITIES), small, small):
        alone = [screen(index, [query], TODAY, OPTIONS)[0] for query in queries]
        assert alone == [screen(index, [query], TODAY, OPTIONS, memory)[0] for query in queries]
        assert memory.of(index)

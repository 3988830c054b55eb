"""The table of sources: one row per file, one value per source."""

import pytest

from lustra.data import table
from lustra.errors import RuleError
from lustra.model.source import SourceFile, sources

ROW = {
    "name": "xx_list",
    "title": "A list",
    "publisher": "Somebody",
    "format": "xx",
    "file": "main.csv",
    "url": "https://lists.example/main.csv",
    "required": "yes",
    "licence": "none",
    "page": "https://lists.example/",
    "max_shrink_share": "0.1",
    "max_age_days": "3",
}


def test_rows_of_one_source_become_its_files() -> None:
    """The files of a set stand in the order of their rows."""
    second = ROW | {"file": "more.csv", "url": "https://lists.example/more.csv", "required": "no"}
    (source,) = sources([ROW, second]).values()
    assert (source.max_shrink_share, source.max_age_days) == (0.1, 3)
    assert source.files == (
        SourceFile("main.csv", "https://lists.example/main.csv"),
        SourceFile("more.csv", "https://lists.example/more.csv", required=False),
    )


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([ROW, ROW], id="the same file twice"),
        pytest.param([ROW, ROW | {"file": "b.csv", "title": "Another"}], id="two titles"),
        pytest.param([ROW | {"required": "perhaps"}], id="neither yes nor no"),
        pytest.param([ROW | {"max_age_days": ""}], id="no number"),
        pytest.param([{"name": "xx_list"}], id="columns missing"),
    ],
)
def test_a_table_that_contradicts_itself_is_an_error(rows: list[dict[str, str]]) -> None:
    """A broken row is named instead of being passed over."""
    with pytest.raises(RuleError, match="table of sources"):
        sources(rows)


def test_the_packaged_table_is_whole() -> None:
    """Every source has one required file at least, only secure addresses, and says where they are documented."""
    packaged = sources(table("sources"))
    assert list(packaged) == [
        "us_ofac_sdn",
        "us_ofac_cons",
        "un_sc",
        "eu_fsf",
        "uk_fcdo",
        "ca_sema",
        "ch_seco",
        "au_dfat",
    ]
    assert ["ch_seco", "au_dfat"] == [name for name, row in packaged.items() if row.by_name]
    for source in packaged.values():
        assert any(file.required for file in source.files)
        assert all(file.url.startswith("https://") and file.name == file.name.lower() for file in source.files)
    assert all(row["source"] for row in table("sources"))

"""The public face is what it says it is."""

import lustra


def test_every_public_name_can_be_imported_and_the_list_is_sorted() -> None:
    """``lustra.__all__`` and reality agree."""
    assert sorted(lustra.__all__) == list(lustra.__all__)
    for name in lustra.__all__:
        assert getattr(lustra, name) is not None
    assert {*lustra.__all__, "__version__"} == set(dir(lustra))

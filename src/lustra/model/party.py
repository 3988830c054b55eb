"""A person, company, arrangement or state as an ownership source describes it."""

from typing import NamedTuple

__all__ = ["Party"]


class Party(NamedTuple):
    """One end of ownership records; only ``id`` is sure to be stated."""

    id: str
    """As the records name it."""
    name: str = ""
    schema: str = ""
    """FollowTheMoney schema: ``Person``, ``Company``, ``Organization``, ``LegalEntity``, ``PublicBody`` …"""
    country: str = ""
    """Lower-case ISO 3166 alpha-2."""
    birth_date: str = ""
    """EDTF; of a company the day of its founding."""
    identifiers: tuple[str, ...] = ()
    """Numbers as printed: register, tax, LEI …"""
    listed: tuple[str, ...] = ()
    """Entries of lists that the source itself says this party is: ``us_ofac_sdn:9760``."""
    state: bool = False
    """Whether it is a state, not a body of one."""
    unnamed: bool = False
    """Whether it represents somebody whom the source does not name."""
    ended: str = ""
    """ISO day on which a company was dissolved or a person died."""

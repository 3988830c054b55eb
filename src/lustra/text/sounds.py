"""The sound key of a word: its consonants, on which Belarusian and Russian, vocalised and unvocalised spelling agree.

Coarser than the skeleton (``muhammad`` and ``محمد``, ``halouchanka`` and ``golovchenko``): equality is a hint that
two different words may be one, and says nothing of short words, whose key is empty.
"""

import re
from functools import lru_cache

from lustra.text.skeleton import skeleton

__all__ = ["SHORTEST", "sound_key"]

SHORTEST = 3
"""Consonants that a key needs to say anything."""

SOFTENED = re.compile(r"dz(?=[aeiou])|(?<=[aiu])v(?=[^aeiou]|$)|[aeiou]+")


@lru_cache(maxsize=65_536)
def sound_key(word: str) -> str:
    """The consonants of a canonical word, ``g`` and ``h`` as one, vocalised ``v`` left out; "" where too few."""
    if not word.isalpha():
        return ""
    key = SOFTENED.sub(lambda m: "d" if m[0] == "dz" else "", skeleton(word)).replace("h", "g")
    key = re.sub(r"(.)\1+", r"\1", key)
    return key if len(key) >= SHORTEST else ""

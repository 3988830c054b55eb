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

SOFTENED = re.compile("dz(?=[aeiouyk])|ts(?=[eiy])")
"""Belarusian soft д and т (instruction of 2007): ``Davydzka``, ``Tsikhan``."""
UNHEARD = re.compile("(?<=[aiu])v(?=[^aeiou]|$)|[aeiou]+")
DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def sound_key(word: str) -> str:
    """The consonants of a canonical word, ``g`` and ``h`` as one, vocalised ``v`` left out; "" where too few."""
    if not word.isalpha():
        return ""
    hard = SOFTENED.sub(lambda match: match[0][0], word)
    key = DOUBLED.sub(r"\1", UNHEARD.sub("", skeleton(hard)).replace("h", "g"))
    return key if len(key) >= SHORTEST else ""

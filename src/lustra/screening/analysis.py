"""Names as interned tokens: strings in, the arrays that kernels compare out."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from anyascii import anyascii

from lustra.kernels.names import INITIAL, LEGAL, LONGEST, NUMBER, PARTICLE, WORD, Names, Tokens
from lustra.screening.weights import weigh

__all__ = ["Interner", "tokens_of"]

_SKEL=[("sch","s"),("tsch","c"),("kh","h"),("zh","z"),("sh","s"),("ch","c"),("ph","f"),("th","t"),("dh","d"),("gh","g"),("ts","c"),("tz","c"),("dj","j"),("ou","u"),("oo","u"),("ee","i"),("ck","k"),("ks","x"),("w","v"),("y","i"),("q","k"),("c","k"),("e","i"),("o","u"),("j","i")]

def _skeleton(t: str) -> str:
    for a,b in _SKEL: t=t.replace(a,b)
    return re.sub(r"(.)\1+",r"\1",t)

_P=set("al el ul bin ibn bint bent abu abou abd van von der de la le di da dos del y und and the of und et i a an for in at st san o ad as ash ar az an ould uld".split())
_L=set("llc ltd limited inc incorporated co company corp corporation sa ag gmbh ooo oao zao pao ao jsc pjsc ojsc cjsc oy ab as sarl srl spa plc bv nv fze fzco fzc llp lp kg sas sae pte pvt sdn bhd ltda sl eood ead ad doo kft tov too obschestvo ogranichennoi otvetstvennostyu aktsionernoe obschestvo public joint stock liability".split())

@lru_cache(maxsize=200_000)
def _token(word: str) -> tuple[str, str, int]:
    kind = WORD
    if len(word)==1: kind=INITIAL if word.isalpha() else NUMBER
    elif word.isdigit(): kind=NUMBER
    elif word in _P: kind=PARTICLE
    elif word in _L: kind=LEGAL
    return word,_skeleton(word),kind

def tokens_of(name: str, schema: str) -> tuple[tuple[str, str, int], ...]:
    """Tokens of one name: text, skeleton, kind."""
    t=anyascii(name).lower().replace("'","").replace("`","")
    t=re.sub(r"\b((?:\w\.){2,})",lambda m:m[1].replace(".","")+" ",t)
    return tuple(_token(w[:LONGEST]) for w in re.findall(r"[a-z0-9]+",t))

_CODE=np.zeros(256,np.uint8)
for _i,_c in enumerate(b"abcdefghijklmnopqrstuvwxyz0123456789"): _CODE[_c]=_i+1


class Interner:
    """Numbers for distinct tokens, in order of first appearance."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str, int], int] = {}

    def number(self, token: tuple[str, str, int]) -> int:
        """The token's number."""
        return self.numbers.setdefault(token, len(self.numbers))

    def tokens(self) -> Tokens:
        """All tokens so far as arrays."""
        keys = list(self.numbers)
        letters, at = encode([k[0] for k in keys])
        skeleton, skeleton_at = encode([k[1] for k in keys])
        return Tokens(letters, at, skeleton, skeleton_at, weigh(keys), np.array([k[2] for k in keys], np.uint8))


def encode(words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Letters of words, one after the other, as codes, and where each starts."""
    at = np.zeros(len(words) + 1, np.int32)
    np.cumsum([len(w) for w in words], out=at[1:])
    return _CODE[np.frombuffer("".join(words).encode("ascii"), np.uint8)], at


def runs(groups: Iterable[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Lists of numbers, one after the other, and where each starts."""
    items: list[int] = []
    at = [0]
    for group in groups:
        items.extend(group)
        at.append(len(items))
    return np.array(items, np.int32), np.array(at, np.int32)

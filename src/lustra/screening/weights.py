"""What agreement on a token is worth, in nats: minus the logarithm of how common it is among names."""
from collections.abc import Sequence
from functools import cache
import math
import numpy as np
from lustra.data import table
from lustra.kernels.names import INITIAL, LEGAL, NUMBER, PARTICLE

TOP = 10.5

@cache
def _background() -> dict[str, float]:
    try:
        return {r["skeleton"]: float(r["weight"]) for r in table("token_weights")}
    except FileNotFoundError:
        return {}

def weigh(tokens: Sequence[tuple[str, str, int]]) -> np.ndarray:
    """Weight of each token (text, skeleton, kind)."""
    b=_background()
    out=np.empty(len(tokens))
    for i,(t,s,k) in enumerate(tokens):
        w=b.get(s,TOP)
        if k==INITIAL: w=min(w,2.5)
        elif k==PARTICLE: w=0.3*min(w,6)
        elif k==LEGAL: w=0.15*min(w,6)
        elif k==NUMBER: w=max(w,6)
        out[i]=w
    return out

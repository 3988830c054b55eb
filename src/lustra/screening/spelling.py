"""What one letter instead of another costs."""
from functools import cache
import numpy as np
from lustra.kernels.names import Spelling

@cache
def spelling() -> Spelling:
    """Costs as shipped."""
    sub=np.ones((37,37))
    gap=np.full(37,0.9)
    for a,b,c in (("a","e",.5),("a","o",.5),("e","i",.4),("o","u",.4),("i","y",.3),("v","w",.3),("b","p",.6),("d","t",.6),("g","h",.6),("k","g",.6),("s","z",.4),("c","k",.4),("k","q",.2),("j","i",.4),("j","y",.4),("f","v",.6),("a","i",.7),("e","o",.7),("u","a",.7),("i","u",.8)):
        x,y=ord(a)-96,ord(b)-96
        sub[x,y]=sub[y,x]=c
    for a in "aeiouyh": gap[ord(a)-96]=0.6
    np.fill_diagonal(sub,0)
    return Spelling(sub,gap,1.0,0.25,0.15,1.4,1.0)

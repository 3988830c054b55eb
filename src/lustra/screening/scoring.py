"""From evidence to a score between 0 and 1."""
import numpy as np
from numpy.typing import NDArray

def name_scores(e: NDArray[np.float64]) -> NDArray[np.float64]:
    """Score of each row of evidence."""
    m,u,v,d,_,_,_,clash=e.T
    loss=1.5*np.minimum(u,v)+0.35*np.abs(u-v)+0.7*d+0.5*clash
    s=m/(m+loss+1e-9)
    return s*m/(m+1.5)

"""Short names for the arrays of this room."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["F4", "F8", "I4", "I8", "Bools"]

F4: TypeAlias = NDArray[np.float32]
F8: TypeAlias = NDArray[np.float64]
I4: TypeAlias = NDArray[np.int32]
I8: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

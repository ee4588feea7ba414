"""Reads Stata files of format 114 (Stata 10 to 12): numbers by variable. Text variables are left out; nothing is written."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_TYPES = {0xFB: "i1", 0xFC: "<i2", 0xFD: "<i4", 0xFE: "<f4", 0xFF: "<f8"}
_HEADER = 109


def read_stata(path: Path) -> dict[str, NDArray[np.float64]]:
    """Variable → values (N,); raises ``ValueError`` where the file is of another format."""
    data = path.read_bytes()
    if data[:2] != b"\x72\x02":
        raise ValueError(f"{path} is no Stata file of format 114, little-endian")
    variables, rows = struct.unpack("<H", data[4:6])[0], struct.unpack("<I", data[6:10])[0]
    at = _HEADER
    kinds = data[at : at + variables]
    at += variables
    names = [data[at + 33 * n : at + 33 * n + 33].split(b"\0")[0].decode("latin-1") for n in range(variables)]
    at += 33 * variables + 2 * (variables + 1) + (49 + 33 + 81) * variables
    while True:
        kind, length = data[at], struct.unpack("<I", data[at + 1 : at + 5])[0]
        at += 5 + length
        if kind == 0:
            break
    layout = np.dtype([(name, _TYPES.get(kind, f"S{kind}")) for name, kind in zip(names, kinds, strict=True)])
    table = np.frombuffer(data, layout, rows, at)
    return {name: table[name].astype(float) for name, kind in zip(names, kinds, strict=True) if kind in _TYPES}

"""Read a folder of temporal-graph data (``train.txt valid.txt [test.txt]``, id maps) into a history. Measures nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from vigie.errors import UnreadableInput
from vigie.foresight import History, Quads

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["Folder", "read_folder"]

_GROUP = re.compile(r"\(([^()]*)\)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Folder:
    """One data set."""

    name: str
    history: History
    splits: dict[str, tuple[int, ...]]
    """``train``, ``valid`` and, where the file is there, ``test`` → its steps."""
    relations: tuple[str, ...]
    """Names by id; empty strings where the map has none."""
    roles: NDArray[np.int64]
    """Shape (n_entities,): a label shared by entities of one sort."""


def read_folder(folder: Path) -> Folder:
    """The data set of a folder; steps are numbered from 0 by the greatest unit that divides all of its times.

    Raises ``UnreadableInput`` where a file is missing or a row is no row of numbers.
    """
    names = [name for name in ("train", "valid", "test") if (folder / f"{name}.txt").is_file()]
    if names[:2] != ["train", "valid"]:
        raise UnreadableInput(
            f"'{folder}' holds no train.txt and valid.txt: give a folder such as ../shared/data/tkg/icews14", culprit=str(folder)
        )
    parts = {name: _rows(folder / f"{name}.txt") for name in names}
    rows = np.concatenate(list(parts.values()))
    times = np.unique(rows[:, 3])
    unit = int(np.gcd.reduce(np.diff(times))) if len(times) > 1 else 1
    step = (rows[:, 3] - times[0]) // unit
    entities = _names(folder / "entity2id.txt", int(max(rows[:, 0].max(), rows[:, 2].max())) + 1)
    relations = _names(folder / "relation2id.txt", int(rows[:, 1].max()) + 1)
    history = History(
        quads=Quads(subjects=rows[:, 0].copy(), relations=rows[:, 1].copy(), objects=rows[:, 2].copy(), steps=step),
        n_entities=len(entities),
        n_relations=len(relations),
        groups=groups_of(entities),
    )
    splits = {name: tuple(np.unique((part[:, 3] - times[0]) // unit).tolist()) for name, part in parts.items()}
    return Folder(name=folder.name, history=history, splits=splits, relations=tuple(relations), roles=roles_of(entities))


def groups_of(names: list[str]) -> NDArray[np.int64]:
    """Who belongs together by name: ``Police (India)`` and ``India``; everybody else is a group of one."""
    plain = [name.replace("_", " ").strip() for name in names]
    by_name = {name.lower(): place for place, name in enumerate(plain)}
    first: dict[str, int] = {}
    groups = np.arange(len(names), dtype=np.int64)
    for place, name in enumerate(plain):
        found = _GROUP.search(name)
        if found:
            label = found[1].lower()
            groups[place] = by_name.get(label, first.setdefault(label, place))
    return groups


def roles_of(names: list[str]) -> NDArray[np.int64]:
    """What sort each is by name: ``Police (India)`` and ``Police (Kenya)`` are of one, all groups of one, all others of one."""
    groups = groups_of(names)
    members = groups != np.arange(len(names))
    labels: dict[str, int] = {}
    roles = np.empty(len(names), dtype=np.int64)
    for place, name in enumerate(names):
        found = _GROUP.search(name.replace("_", " ").strip())
        named = name.replace("_", " ").strip()[: found.start()].strip().lower() if found else ""
        sort = named or ("(group)" if (groups[members] == place).any() else "(other)")
        roles[place] = labels.setdefault(sort, len(labels))
    return roles


def _rows(path: Path) -> NDArray[np.int64]:
    try:
        return np.loadtxt(path, dtype=np.int64, usecols=(0, 1, 2, 3), ndmin=2)
    except ValueError as error:
        raise UnreadableInput(f"'{path}' is no table of subject, relation, object and time: {error}", culprit=str(path)) from error


def _names(path: Path, at_least: int) -> list[str]:
    found: dict[int, str] = {}
    if path.is_file():
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) > 1 and cells[1].strip().isdigit():
                found[int(cells[1])] = cells[0]
    return [found.get(place, "") for place in range(max(at_least, max(found, default=-1) + 1))]

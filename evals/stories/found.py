"""Annotated documents as the default reader reads them, each of its claims with the move of the annotated claim that it matches.

The matching is that of ``evals/reading`` (found by `annotated`), which is the gold's. Judges nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from measure import Index, match, together

from vigie.atlas import load_atlas
from vigie.reading import DefaultReader
from vigie.telling import reading_record
from vigie.watch import AtlasNames

if TYPE_CHECKING:
    from annotated import Sample

    from vigie.model import Reading


__all__ = ["as_found"]


def as_found(samples: list[Sample]) -> list[Sample]:
    """The samples with what the reader finds in them; ``moves`` holds the claims that match an annotated one."""
    atlas = load_atlas()
    reader = DefaultReader(atlas)
    readings = [reader.read(sample.document) for sample in samples]
    names = AtlasNames(atlas, {one.key: (one.name, one.kind) for reading in readings for one in reading.entities})
    return [
        replace(sample, reading=reading, moves=_moves(sample, reading), names=names)
        for sample, reading in zip(samples, readings, strict=True)
    ]


def _moves(sample: Sample, reading: Reading) -> dict[str, str]:
    record = reading_record(reading, story=None, copy_of=None, moves={})
    index = Index(sample.raw, record)
    claims = together(record["claims"], index)
    annotated = sorted(sample.raw["claims"], key=lambda claim: bool(claim.get("optional")))
    pairs = match(annotated, claims, index, sample.raw["text"])
    return {
        claims[j]["id"]: annotated[i]["move"] for i, j in pairs if annotated[i].get("move") and not annotated[i].get("optional")
    }

"""Writes what weighing concluded: copies, stories, moves and judgements, and what is derived from moves. Concludes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from vigie.ledger.filters import first_day
from vigie.ledger.sql import codec, tables
from vigie.ledger.sql.batches import batches
from vigie.ledger.sql.writing import Writes
from vigie.model import bounds

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Sequence

    from vigie.ledger.neighbours import Gone
    from vigie.model import Conclusions, Judgement, Move

__all__ = ["SqlConclusionWriter", "tallied"]

_BY_MACHINE = tables.judgements.c.author.startswith("vigie ")


@dataclass(frozen=True, slots=True)
class _Changed:
    retired: dict[str, int]
    """Key to the number of the row retired."""
    added: dict[str, int]
    """Key to the number of the row added."""

    def __len__(self) -> int:
        """How many keys stand otherwise than before."""
        return len(self.retired.keys() | self.added.keys())


class SqlConclusionWriter(Writes):
    """`conclude` and the `vigie.ledger.neighbours.NeighbourWriter` protocol, for `SqlWriter` to inherit."""

    def conclude(self, conclusions: Conclusions) -> int:
        """See `vigie.ledger.Writer`."""
        changed = self._settle(conclusions, None)
        self._connection.execute(sa.delete(tables.waiting))
        return changed

    def revise(self, conclusions: Conclusions, *, gone: Gone, weighed: Collection[str] = ()) -> int:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        changed = self._settle(conclusions, gone)
        for some in batches(weighed):
            self._connection.execute(sa.delete(tables.waiting).where(tables.waiting.c.document_id.in_(some)))
        return changed

    def _settle(self, conclusions: Conclusions, gone: Gone | None) -> int:
        """Make what is concluded stand; where ``gone`` is ``None``, nothing else does."""
        copies = {one.document_id: codec.copy_row(one) for one in conclusions.copies}
        stories = {one.id: one for one in conclusions.stories}
        moves = {one.id: one for one in conclusions.moves}
        judged = {one.id: codec.judgement_row(one) for one in conclusions.judgements}
        copy_rows = self._change(tables.copies, "document_id", copies, gone.copies if gone else None)
        story_rows = self._change(
            tables.stories, "id", {key: codec.story_row(one) for key, one in stories.items()}, gone.stories if gone else None
        )
        move_rows = self._change(
            tables.moves, "id", {key: codec.move_row(one) for key, one in moves.items()}, gone.moves if gone else None
        )
        judgements = self._change(tables.judgements, "id", judged, gone.judgements if gone else None, of=_BY_MACHINE)
        joins = [
            {"story_row": row, "document_id": one}
            for key, row in story_rows.added.items()
            for one in dict.fromkeys(stories[key].document_ids)
        ]
        self._add(tables.story_documents, joins)
        self._join_moves({row: moves[key] for key, row in move_rows.added.items()}, move_rows.retired.values())
        return sum(map(len, (copy_rows, story_rows, move_rows, judgements)))

    def _change(
        self,
        table: sa.Table,
        key: str,
        rows: dict[str, dict[str, Any]],
        gone: Collection[str] | None,
        *,
        of: sa.ColumnElement[bool] | None = None,
    ) -> _Changed:
        """Retire the standing rows (of those that ``of`` selects) that ``rows`` changes or ``gone`` names, add those that are new.

        Where ``gone`` is ``None``, whatever is not among ``rows`` is gone. What the selection leaves out keeps its place.
        """
        query = sa.select(table.c.row_id, table.c[key], table.c.digest, (sa.true() if of is None else of).label("ours"))
        query = query.where(table.c.retired_at.is_(None))
        if gone is None:
            standing = list(self._connection.execute(query))
        else:
            named = batches([*rows, *gone])
            standing = [row for some in named for row in self._connection.execute(query.where(table.c[key].in_(some)))]
        wanted = {name: {**row, "digest": codec.digest(row)} for name, row in rows.items()}
        for row in standing:
            if not row.ours or (row[1] in wanted and wanted[row[1]]["digest"] == row.digest):
                wanted.pop(row[1], None)
        retired = {row[1]: row.row_id for row in standing if row.ours and (row[1] in wanted or row[1] not in rows)}
        self._retire_rows(table, retired.values())
        return _Changed(retired, dict(zip(wanted, self._insert(table, list(wanted.values())), strict=True)))

    def _join_moves(self, added: dict[int, Move], retired: Collection[int]) -> None:
        """Keep what is derived from moves in step with them."""
        documents = [
            {"move_row": row, "document_id": one} for row, move in added.items() for one in dict.fromkeys(move.document_ids)
        ]
        self._add(tables.move_documents, documents)
        tally: Counter[tuple[str, str, str, str]] = Counter()
        part = tables.move_parties
        for some in batches(retired):
            left: dict[int, list[Any]] = defaultdict(list)
            mine = part.c.move_row.in_(some)
            for row in self._connection.execute(sa.select(part).where(mine)):
                left[row.move_row].append(row)
            self._connection.execute(sa.update(part).where(mine).values(retired_at=self._at))
            for rows in left.values():
                tally.subtract(tallied({row.key for row in rows}, rows[0].type, rows[0].status))
        self._derive([(number, move, self._at, None) for number, move in added.items()], tally)

    def _derive(
        self, moves: Sequence[tuple[int, Move, dt.datetime, dt.datetime | None]], tally: Counter[tuple[str, str, str, str]]
    ) -> None:
        """Add the derived rows of moves, each with its row's number and instants; ``tally`` is what else is to be counted."""
        parties, pairs = [], []
        for number, move, recorded_at, retired_at in moves:
            parties += _party_rows(number, move, recorded_at, retired_at)
            pairs += _pair_rows(number, move)
            if retired_at is None:
                tally.update(tallied(move.keys, move.type, move.status.value))
        self._add(tables.move_parties, parties)
        self._add(tables.move_pairs, pairs)
        self._count(tally)

    def _count(self, tally: Counter[tuple[str, str, str, str]]) -> None:
        table = tables.tallies
        rows = [
            {"key": key, "other": other, "type": kind, "status": status, "moves": number}
            for (key, other, kind, status), number in sorted(tally.items())
            if number
        ]
        self._add_up(table, rows, "moves")
        actors: Counter[str] = Counter()
        pairs: Counter[tuple[str, str]] = Counter()
        for (key, other, _, _), number in tally.items():
            if other:
                pairs[key, other] += number
            elif key:
                actors[key] += number
        self._add_up(tables.actor_sums, [{"key": key, "moves": n} for key, n in sorted(actors.items()) if n], "moves")
        listed = [{"key": key, "other": other, "moves": n} for (key, other), n in sorted(pairs.items()) if n]
        self._add_up(tables.pair_sums, listed, "moves")

    def keep_marks(self, document_id: str, marks: Collection[int]) -> None:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        table = tables.marks
        self._connection.execute(sa.delete(table).where(table.c.document_id == document_id))
        self._add(table, [{"mark": mark, "document_id": document_id} for mark in sorted(set(marks))])

    def judge(self, judgement: Judgement) -> bool:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        row = codec.judgement_row(judgement)
        changed = self._change(tables.judgements, "id", {judgement.id: row}, ())
        return bool(changed.added)

    def take_back(self, judgement_id: str) -> bool:
        """See `vigie.ledger.neighbours.NeighbourWriter`."""
        return bool(self._change(tables.judgements, "id", {}, (judgement_id,), of=sa.not_(_BY_MACHINE)).retired)


def tallied(keys: Collection[str], kind: str, status: str) -> list[tuple[str, str, str, str]]:
    """What one move counts for: all moves, each that takes part, and each with each other."""
    named = sorted(set(keys) - {""})
    of_pairs = [(one, other, kind, status) for one, other in permutations(named, 2)]
    return [("", "", kind, status), *((key, "", kind, status) for key in named), *of_pairs]


def _party_rows(number: int, move: Move, recorded_at: dt.datetime, retired_at: dt.datetime | None) -> list[dict[str, Any]]:
    """The rows of ``move_parties`` of one move."""
    shared = {
        "first_on": first_day(move),
        "id": move.id,
        "move_row": number,
        "last_on": "" if move.happened_on is None else bounds(move.happened_on)[1].isoformat(),
        "type": move.type,
        "status": move.status.value,
        "recorded_at": recorded_at,
        "retired_at": retired_at,
    }
    return [{"key": key, **shared} for key in sorted({"", *move.keys})]


def _pair_rows(number: int, move: Move) -> list[dict[str, Any]]:
    """The rows of ``move_pairs`` of one move."""
    shared = {"first_on": first_day(move), "id": move.id, "move_row": number}
    return [{"first": first, "second": second, **shared} for first, second in combinations(sorted(move.keys), 2)]

"""Sums of moves by actor and by pair, and how many rows stood when: what pages ask for first. Fills them from what is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_COUNTED = ("captures", "documents", "claims", "copies", "stories", "moves")


def upgrade() -> None:
    """Make the three tables and fill them."""
    _narrow("actor_sums", _text("key"), _whole("moves"), key=("key",))
    _narrow("pair_sums", _text("key"), _text("other"), _whole("moves"), key=("key", "other"))
    _narrow("sizes", _text("name"), sa.Column("at", sa.DateTime(timezone=True), nullable=False), _whole("rows"), key=("name", "at"))
    op.execute("INSERT INTO actor_sums SELECT key, sum(moves) FROM tallies WHERE key != '' AND other = '' GROUP BY key")
    op.execute(
        "INSERT INTO pair_sums SELECT key, other, sum(moves) FROM tallies WHERE key != '' AND other != '' GROUP BY key, other"
    )
    for name in ("actor_sums", "pair_sums"):
        op.create_index(op.f(f"ix_{name}_moves"), name, ["moves"])
    for name in _COUNTED:
        op.execute(
            f"INSERT INTO sizes SELECT '{name}', instant, sum(sum(change)) OVER (ORDER BY instant) FROM"  # noqa: S608 - names of our own
            f" (SELECT recorded_at AS instant, 1 AS change FROM {name}"
            f" UNION ALL SELECT retired_at, -1 FROM {name} WHERE retired_at IS NOT NULL) AS changes"
            " GROUP BY instant HAVING sum(change) != 0"
        )


def _narrow(name: str, *columns: sa.Column[object], key: tuple[str, ...]) -> None:
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")), sqlite_with_rowid=False)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=False)


def _whole(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=False)

"""How alembic runs here: on the connection it is given, within the transaction that its caller opened."""

from alembic import context

from vigie.ledger.sql.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()

"""Every error that vigie raises on purpose, in one tree. Raises nothing itself, imports nothing of vigie.

    VigieError                    anything vigie says is wrong; the message is one sentence for a person
    ├── InputError                what was given can't be used: names the culprit and the mend
    │   ├── UnreadableInput       a file, stream or document that can't be read as text
    │   ├── UnknownName           an actor, type, status or identifier that nobody here knows
    │   └── NotConverged          what was asked leads to no equilibrium that holds, so no number is given
    ├── ConfigError               vigie.toml or the environment asks for something that can't be
    ├── DataError                 vigie's own data files (atlas, taxonomy, languages) contradict themselves
    ├── LedgerError               the ledger can't be opened, read or written
    │   ├── LedgerUnwritable      no permission, no space, or a folder that does not exist
    │   ├── LedgerCorrupt         the file is no ledger, or a damaged one
    │   └── LedgerTooNew          written by a later vigie
    ├── AccessError               somebody may not do what they ask of a door
    │   ├── LoginNeeded           nobody knows who asks: a login or token is missing, wrong or over
    │   ├── NotAllowed            it is known who asks, and their role does not allow it; or the request is no honest one
    │   ├── WrongHost             the request names a host under which vigie is not served
    │   ├── WrongKind             what was sent is of a kind that is not taken
    │   ├── TooLarge              more was sent than is taken
    │   └── TooMany               asked too often: try again later
    ├── EndpointError             the second reader's endpoint can't be reached, or answers what can't be used
    └── MissingExtra              a feature whose optional dependency is not installed

The command line turns a VigieError into its sentence and `exit_code`; the API into its `http_status`.
"""


class VigieError(Exception):
    """Base of the tree; ``str(error)`` is one sentence that names the culprit and the mend."""

    exit_code = 1
    http_status = 500

    def __init__(self, sentence: str, *, culprit: str = "") -> None:
        """Keep the sentence and the name of what is at fault (a path, an identifier, a setting)."""
        super().__init__(sentence)
        self.culprit = culprit


class InputError(VigieError):
    """Something given by a user or a file can't be used."""

    exit_code = 2
    http_status = 422


class UnreadableInput(InputError):
    """A file, stream or document that can't be read as text."""


class UnknownName(InputError):
    """An actor, type, status or identifier that nobody here knows."""

    http_status = 404


class NotConverged(InputError):
    """What was asked of the market leads to no equilibrium whose first-order conditions hold; no number is given."""


class ConfigError(VigieError):
    """The configuration asks for something that can't be."""

    exit_code = 2


class DataError(VigieError):
    """A data file of vigie's own contradicts itself or its format."""

    exit_code = 3


class LedgerError(VigieError):
    """The ledger can't be opened, read or written."""

    exit_code = 4


class LedgerUnwritable(LedgerError):
    """No permission, no space, or a folder that does not exist."""


class LedgerCorrupt(LedgerError):
    """The file is no ledger, or a damaged one."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a later version of vigie."""


class AccessError(VigieError):
    """Somebody may not do what they ask of a door."""

    http_status = 403


class LoginNeeded(AccessError):
    """Nobody knows who asks: a login or token is missing, wrong or over."""

    http_status = 401


class NotAllowed(AccessError):
    """It is known who asks, and their role does not allow it; or the request is no honest one."""


class WrongHost(AccessError):
    """The request names a host under which vigie is not served."""

    http_status = 421


class WrongKind(AccessError):
    """What was sent is of a kind that is not taken."""

    http_status = 415


class TooLarge(AccessError):
    """More was sent than is taken."""

    http_status = 413


class TooMany(AccessError):
    """Asked too often: try again later."""

    http_status = 429

    def __init__(self, sentence: str, *, culprit: str = "", seconds: int = 60) -> None:
        """Keep in how many seconds asking again makes sense."""
        super().__init__(sentence, culprit=culprit)
        self.seconds = seconds


class EndpointError(VigieError):
    """The second reader's endpoint can't be reached, or answers what can't be used."""

    http_status = 502

    def __init__(self, sentence: str, *, culprit: str = "", tokens: int = 0) -> None:
        """Keep what the failed question may have cost, in tokens."""
        super().__init__(sentence, culprit=culprit)
        self.tokens = tokens


class MissingExtra(VigieError):
    """A feature was asked for whose optional dependency is not installed."""

    exit_code = 5

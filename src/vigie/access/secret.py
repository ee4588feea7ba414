"""Secrets: made at random, kept as digests; passwords through Argon2. Keeps nothing itself."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vigie.errors import InputError

__all__ = ["LEAST", "digest_of", "hash_password", "is_password", "new_secret", "same", "token_parts", "token_text"]

LEAST = 12
"""Characters that a password needs; NIST SP 800-63B asks for 15 where it stands alone, 8 beside another factor."""
_MOST = 1024
_PREFIX = "vigie"


def new_secret() -> str:
    """256 random bits, in characters that need no escaping anywhere."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256, hexadecimal. Nothing slower is needed for a secret that nobody chose: 256 random bits are not guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two texts are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass"))


def token_text(token_id: str, secret: str) -> str:
    """What a program sends: recognisable by its head, so that a scanner finds one that was published by mistake."""
    return f"{_PREFIX}_{token_id}_{secret}"


def token_parts(text: str) -> tuple[str, str] | None:
    """Id and secret of a token; ``None`` where the text is none."""
    head, _, rest = text.partition("_")
    token_id, _, secret = rest.partition("_")
    return (token_id, secret) if head == _PREFIX and token_id and secret else None


def hash_password(password: str, *, user: str) -> str:
    """The Argon2id hash of a password; raises `InputError` for one that is easily guessed or endless."""
    plain = _plain(password)
    if not LEAST <= len(plain) <= _MOST:
        raise InputError(f"the password of '{user}' must have {LEAST} to {_MOST} characters: choose another", culprit=user)
    if len(set(plain)) < 5 or plain.casefold().replace(user.casefold(), "").strip() == "":
        raise InputError(f"the password of '{user}' is easily guessed: choose another", culprit=user)
    return _hasher().hash(plain)


def is_password(password: str, hashed: str | None) -> bool:
    """Whether it is that password; a look takes 64 MiB (RFC 9106's second choice, argon2-cffi's default).

    Where there is none to compare with, the same work is done for nothing.
    """
    try:
        _hasher().verify(hashed or _nobody(), _plain(password)[:_MOST])
    except (VerificationError, InvalidHashError):
        return False
    return bool(hashed)


def _plain(password: str) -> str:
    """One spelling of what different keyboards send for the same characters."""
    return unicodedata.normalize("NFKC", password)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(new_secret())

"""Which language a text is in, among those that vigie reads. Offline; the same text always gives the same answer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_HAN_SHARE = 0.15
"""A text with more Han characters among its letters is Chinese: brand names in Latin letters never reach the rest."""


def language_of(text: str, codes: Iterable[str], names: Iterable[str] = ()) -> str | None:
    """ISO 639-1 code of the text's language among ``codes``, or ``None`` where too little is left to tell.

    ``names`` (of companies, people) are taken out first: measured on short posts, that is worth three to four points.
    """
    letters = [c for c in text[:4000] if c.isalpha()]
    if not letters:
        return None
    codes = tuple(codes)
    han = sum("\u4e00" <= c <= "\u9fff" for c in letters)
    if "zh" in codes and han / len(letters) > _HAN_SHARE:
        return "zh"
    masked = text[:4000]
    for name in names:
        masked = masked.replace(name, " ")
    if sum(c.isalpha() for c in masked) < 6:
        masked = text
    code, _ = _identifier(tuple(sorted(set(codes) - {"zh"}))).classify(masked)
    return str(code)


@cache
def _identifier(codes: tuple[str, ...]) -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(codes))
    return identifier

"""Twelve sample articles of vigie's own, for ``vigie demo`` and the tests.

The facts are public knowledge; every sentence, outlet and by-line is ours, and the rumour with its denial is made up to show how
vigie keeps such things apart from facts.
"""

from importlib import resources
from importlib.abc import Traversable

__all__ = ["articles"]


def articles() -> Traversable:
    """The folder of articles: text, HTML and JSON, in French, English, German and Chinese."""
    return resources.files(__package__).joinpath("articles")

"""Briefs: what changed, what it may mean, what is unsure, what was denied, who is silent; composed by templates and checked."""

from vigie.telling.brief.compose import MOST, compose
from vigie.telling.brief.files import FORMATS, render
from vigie.telling.brief.markdown import to_markdown
from vigie.telling.brief.value import SECTIONS, Brief, Item, Reference, Section, Sentence, Silence

__all__ = [
    "FORMATS",
    "MOST",
    "SECTIONS",
    "Brief",
    "Item",
    "Reference",
    "Section",
    "Sentence",
    "Silence",
    "compose",
    "render",
    "to_markdown",
]

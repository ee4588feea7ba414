"""Which words a regular expression can't match without, so that most expressions need not be tried on most texts."""

from __future__ import annotations

from importlib import import_module
from typing import Any

# The parse tree of expressions has no public door; these two modules have stood since Python 3.11.
_constants: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")


def needed_words(pattern: str) -> frozenset[str]:
    """Words one of which stands in every match of a pattern; empty where nothing of two letters or more can be told.

    The pattern is read as `re` reads it. Case-blind patterns need nothing.
    """
    tree = _parser.parse(pattern)
    if tree.state.flags & _constants.SRE_FLAG_IGNORECASE:
        return frozenset()
    words = _needed(tree)
    return frozenset(words) if words and min(map(len, words)) > 1 else frozenset()


def _needed(tree: Any) -> set[str]:
    """Of the parts of a sequence the one that tells most: with the longest shortest word, then with the fewest words."""
    options: list[set[str]] = []
    run = ""
    for operation, argument in tree:
        if operation is _constants.LITERAL:
            run += chr(argument)
            continue
        if run:
            options.append({run})
            run = ""
        if operation is _constants.BRANCH:
            branches = [_needed(branch) for branch in argument[1]]
            options.append(set().union(*branches) if all(branches) else set())
        elif operation is _constants.SUBPATTERN:
            _, added, removed, inside = argument
            options.append(_needed(inside) if not added and not removed else set())
        elif operation in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and argument[0]:
            options.append(_needed(argument[2]))
    if run:
        options.append({run})
    return max((o for o in options if o), key=lambda o: (min(map(len, o)), -len(o), sorted(o)), default=set())

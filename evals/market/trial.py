"""One acceptance test as a value: what was published, what came out, and whether they agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One line of the report."""

    name: str
    published: str
    """What must come out, with its tolerance."""
    ours: str
    deviation: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A test that could not run, and why."""

    name: str
    reason: str


def near(name: str, published: float, ours: float, *, relative: float = 1e-5, absolute: float = 0.0) -> Trial:
    """A number that must agree to ``relative`` of the published one, or to ``absolute`` where that is more."""
    gap = abs(ours - published)
    allowed = max(relative * abs(published), absolute)
    shown = f"{gap / abs(published):.1e}" if published else f"{gap:.1e}"
    tolerance = f"± {absolute:g}" if absolute > relative * abs(published) else f"± {relative:.0e} relative"
    return Trial(name=name, published=f"{published:.10g} {tolerance}", ours=f"{ours:.10g}", deviation=shown, passed=gap <= allowed)


def below(name: str, limit: float, ours: float, unit: str = "") -> Trial:
    """A number that must stay below a limit."""
    tail = f" {unit}" if unit else ""
    return Trial(name=name, published=f"< {limit:g}{tail}", ours=f"{ours:.3g}{tail}", deviation="", passed=ours < limit)


def holds(name: str, wanted: str, got: str, passed: bool) -> Trial:
    """Something that must be so."""
    return Trial(name=name, published=wanted, ours=got, deviation="", passed=passed)

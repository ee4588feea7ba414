"""The checker on briefs that people edited: each kind of harm is named with its line, and harmless edits are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from vigie.telling import compose
from vigie.telling.brief import to_markdown
from vigie.telling.brief.check import Known, check_brief, evidence_of, judge, parse

if TYPE_CHECKING:
    from vigie.atlas import Atlas


@pytest.fixture(scope="module")
def checked(kept_desk: Any, atlas: Atlas) -> Any:
    desk = kept_desk
    known = Known(atlas, desk.ledger.view().names())

    class Checked:
        text = to_markdown(compose(desk.ledger.view(), None, atlas, lang="en", since=None, until=desk.now))

        def __call__(self, text: str) -> list[tuple[str, str]]:
            parsed = parse(text, names=known.pointed())
            ids = {one for reference in parsed.references.values() for one in reference.ids}
            evidence = evidence_of(desk.ledger.view(), desk.ledger.view(desk.before), ids)
            return [(one.kind, one.detail) for one in judge(parsed, evidence, known)]

    return Checked()


HARMS = [
    ("Stellantis invested in Leapmotor", "Leapmotor invested in Stellantis", "role"),
    ("Stellantis invested in", "Ferrari invested in", "party"),
    ("Stellantis invested in", "Stellantis and Quorvex invested in", "words"),
    ("Stellantis invested in", "Stellantis, according to Reuters, invested in", "source"),
    ("Stellantis invested in", "Stellantis did not invest in", "negation"),
    ("Stellantis invested in Leapmotor", "Stellantis could invest in Leapmotor", "status"),
    ("Stellantis invested in Leapmotor", "Stellantis met Leapmotor", "type"),
    ("Stellantis invested in Leapmotor", "Stellantis invested", "missing"),
    ("2\u00a0May\u00a02026, Stell", "2\u00a0May\u00a02025, Stell", "date"),
    ("2\u00a0May\u00a02026, Stell", "3\u00a0May\u00a02026, Stell", "date"),
    ("1.5\u00a0billion euros)", "1.6\u00a0billion euros)", "figure"),
    ("1.5\u00a0billion euros)", "1.5\u00a0million euros)", "figure"),
    ("1.5\u00a0billion euros)", "1.5\u00a0billion US dollars)", "figure"),
    (" in Lyon.", " in Turin.", "party"),
    (" in Lyon.", " in Lyon for a battery plant.", "words"),
    (" in Lyon. [1][2]", " in Lyon.", "uncited"),
    (" in Lyon. [1][2]", " in Lyon. [3]", "party"),
    (" in Lyon. [1][2]", " in Lyon. [99]", "reference"),
    (" in Lyon. [1]", " in Lyon. More will follow. [1]", "uncited"),
    ("(2 documents, 2 independent origins)*\n\n## What it", "(9 documents, 2 independent origins)*\n\n## What it", "counted"),
    ("Renault denies talks", "Renault held talks", "status"),
    ("Renault denies talks with Xiaomi", "Xiaomi denies talks with Renault", "source"),
    ("Renault denies talks", "Talks", "status"),
    ("talks or more 41%", "talks or more 51%", "outlook"),
    ("(base rate 30%)", "", "outlook"),
    ("By 3\u00a0May\u00a02027", "By 3\u00a0May\u00a02026", "date"),
    ("chances for Renault and Xiaomi", "chances for Renault and Geely", "party"),
    ("“Renault is not in talks with Xiaomi.”", "“Renault is in talks with Xiaomi.”", "reference"),
    ("**Harbour Post**", "**Reuters**", "reference"),
    ("# Brief", "# Renault buys Xiaomi", "uncited"),
    ("## What was denied", "## What Tesla was refused", "uncited"),
    ("*Nothing new is rumoured, supposed or asked.*", "*Nothing is rumoured of Tesla.*", "uncited"),
]


@pytest.mark.parametrize(("old", "new", "kind"), HARMS)
def test_each_harm_is_named(checked: Any, old: str, new: str, kind: str) -> None:
    assert old in checked.text
    found = checked(checked.text.replace(old, new, 1))
    assert kind in [one for one, _ in found], found


def test_an_unharmed_brief_has_no_fault(checked: Any) -> None:
    assert checked(checked.text) == []


HARMLESS = [
    (r"(?m)^- ", "* "),
    (r"\*\(\d.*?\)\*", ""),
    (r"<!--.*?-->\n", ""),
    (" in Lyon", ""),
    (r" \(investment of 1\.5\u00a0billion euros\)", ""),
    ("On 2\u00a0May\u00a02026, Stellantis", "In May 2026, Stellantis"),
    ("On 2\u00a0May\u00a02026, Stellantis", "Stellantis"),
    ("Stellantis invested in Leapmotor", "**Stellantis** invested in *Leapmotor*"),
    ("Stellantis invested in Leapmotor", "Meanwhile Stellantis invested in Leapmotor"),
    (r"\[1\]\[2\]", "[2]"),
    ("\u00a0", " "),
    ("”", "”"),
]


@pytest.mark.parametrize(("pattern", "new"), HARMLESS)
def test_harmless_edits_are_no_faults(checked: Any, pattern: str, new: str) -> None:
    assert checked(re.sub(pattern, new, checked.text)) == []


def test_a_claim_that_the_ledger_no_longer_holds_is_named(checked: Any) -> None:
    text = re.sub(r"`c-[0-9a-f]+`", "`c-000000000000`", checked.text)
    assert {kind for kind, _ in checked(text)} == {"reference"}


def test_line_numbers_are_those_of_the_file(desk: Any, atlas: Atlas) -> None:
    text = to_markdown(compose(desk.ledger.view(), None, atlas, lang="fr", since=None, until=desk.now))
    wrong = text.replace("Stellantis a investi", "Stellantis a peut-être investi")
    _, found = check_brief(wrong, desk.ledger.view(), None, atlas)
    assert [text.splitlines()[one.line - 1].startswith("- Le 2") for one in found] == [True] * len(found)
    assert "status" in {one.kind for one in found}


@pytest.mark.parametrize(
    "text", ["", "\n", "# ", "[1]", "- [1] [2]", "1. `", "<!-- vigie brief: lang=xx since= until= -->", "\x00" * 50, "- " * 5000]
)
def test_no_text_breaks_the_checker(checked: Any, text: str) -> None:
    checked(text)

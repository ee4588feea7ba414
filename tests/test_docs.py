"""Documentation: generated pages are fresh, links lead somewhere, commands that are shown exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from vigie.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_the_reference_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs/reference/generate.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_shown_are_commands(page: Path) -> None:
    names = {row.name for row in COMMANDS}
    shown = re.findall(r"^(?: {4}|[^\n]*`)(?:\.{0,2}/)?vigie ([a-z]+)\b", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {name for name in shown if name not in names} == set()


def test_every_page_is_reached_from_the_start() -> None:
    reached, open_ends = set(), [ROOT / "README.md", ROOT / "docs" / "README.md"]
    while open_ends:
        page = open_ends.pop()
        if page in reached:
            continue
        reached.add(page)
        links = re.findall(r"\]\(([^)#\s]+\.md)", page.read_text(encoding="utf-8"))
        open_ends += [(page.parent / link).resolve() for link in links if "://" not in link]
    lost = [str(page.relative_to(ROOT)) for page in (ROOT / "docs").rglob("*.md") if page.resolve() not in reached]
    assert lost == []


def test_no_machine_s_paths_or_registries_stand_in_the_documentation() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(work|root|home)/", text), page

"""The Spanish file of the guide, laid into a copy of the package, is read without touching code; so is the Italian that ships."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import vigie
from vigie.atlas import load_atlas
from vigie.model import Document
from vigie.reading import DefaultReader
from vigie.reading.dates import DateReader
from vigie.reading.language import Language, lowered, parse_language
from vigie.reading.numbers import NumberReader

GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/add-a-language.md"
TEXT = (
    "Stellantis firmó el martes pasado un acuerdo con CATL.\n\n"
    "Según fuentes sindicales, Chery habría visitado a Nissan en Barcelona.\n\n"
    "BYD abrirá una planta en 2026.\n\n"
    "Seat vendió 12.500 coches en febrero."
)


@pytest.fixture(scope="module")
def written() -> str:
    """The language file that the guide shows."""
    found = re.search(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module")
def spanish(written: str) -> Language:
    """The same, compiled."""
    return parse_language(written, "es.yml")


def test_the_guide_s_file_is_a_small_one(spanish: Language) -> None:
    patterns = [p for s in ("triggers", "status", "reporting") for leaf in spanish.data[s].values() for p in leaf]
    assert 20 <= len(patterns) <= 40
    assert spanish.experimental


def test_its_patterns_dates_and_numbers_are_found(spanish: Language) -> None:
    categories = {hit.category for hit in spanish.find(TEXT)}
    assert {"triggers.agree", "triggers.build", "status.rumoured", "status.planned", "reporting.anonymous"} <= categories
    dates = DateReader(spanish).find(lowered(TEXT), "2025-03-12")
    assert [d.past for d in dates] == ["2025-03-11", "2026", "2025-02"]
    numbers = NumberReader(spanish).find(lowered(TEXT), [(d.start, d.end) for d in dates])
    assert [(n.number, n.unit) for n in numbers] == [(12500.0, "vehicles")]


@pytest.mark.slow
def test_a_spanish_document_is_read_by_a_copy_with_the_file_in_its_folder(tmp_path: Path, written: str) -> None:
    package = tmp_path / "vigie"
    shutil.copytree(Path(vigie.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "reading/languages/es.yml").write_text(written, encoding="utf-8")
    document = tmp_path / "nota.json"
    document.write_text(json.dumps({"id": "nota", "lang": "es", "published": "2025-03-12", "text": TEXT}), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "vigie", "read", str(document), "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    reading: dict[str, Any] = json.loads(done.stdout)
    assert reading["lang"] == "es"
    told = {(c["type"], tuple(c["who"]), tuple(c["whom"])): c for c in reading["claims"]}
    agreed = told["agree", ("Stellantis",), ("CATL",)]
    assert (agreed["status"], agreed["when"]) == ("happened", "2025-03-11")
    assert any(kind == "build" and who == ("BYD",) and c["status"] == "planned" for (kind, who, _), c in told.items())


def test_italian_is_read_where_a_document_says_so_and_guessed_nowhere() -> None:
    text = "Stellantis ha firmato martedì scorso un accordo con CATL. Chery aprirà una fabbrica a Barcellona entro il 2026."
    reader = DefaultReader(load_atlas())
    said = reader.read(Document(id="said", text=text, lang="it", published_on="2025-03-12"))
    assert said.lang == "it"
    assert {(c.type, c.status.value, c.happened_on) for c in said.claims} >= {
        ("agree", "happened", "2025-03-11"),
        ("build", "planned", "2026"),
    }
    assert reader.read(Document(id="silent", text=text, published_on="2025-03-12")).lang != "it"


def test_a_strong_denial_in_italian_is_believed_though_no_weight_knows_it() -> None:
    text = "Stellantis ha smentito di aver firmato un accordo con CATL."
    read = DefaultReader(load_atlas()).read(Document(id="d", text=text, lang="it", published_on="2025-03-12"))
    assert {(c.type, c.status.value) for c in read.claims if c.type == "agree"} == {("agree", "denied")}

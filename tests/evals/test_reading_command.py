"""`vigie eval reading` on a tiny folder, as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "evals/reading/corpus"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vigie", "eval", "reading", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first document of each language."""
    folder = tmp_path_factory.mktemp("tiny")
    seen = set()
    for path in sorted(CORPUS.glob("*.json")):
        lang = json.loads(path.read_text(encoding="utf-8"))["lang"]
        if lang not in seen:
            seen.add(lang)
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.mark.slow
def test_a_tiny_folder_is_measured_by_language_genre_and_type(tiny: Path) -> None:
    done = run(str(tiny), "--shipped", "--json", "--public", str(tiny / "nowhere"))
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["how"] == "shipped models"
    assert result["all"]["docs"] == 4
    assert set(result["lang"]) == {"de", "en", "fr", "zh"}
    assert result["genre"]
    assert result["type"]
    assert result["all"]["claim_f1"] > result["trivial"]["claim_f1"] > 0.0
    assert result["public"] == {}
    assert f"the public sets are left out, there is no folder '{tiny / 'nowhere'}'" in done.stderr
    again = run(str(tiny), "--shipped", "--json")
    assert json.loads(again.stdout)["all"] == result["all"]


def test_a_folder_without_documents_is_named_by_a_sentence(tmp_path: Path) -> None:
    done = run(str(tmp_path))
    assert done.returncode == 1
    assert "no annotated document found" in done.stderr
    assert "Traceback" not in done.stderr

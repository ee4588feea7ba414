"""Annotated sentences and documents in the compact format: what is read out of a block, and how a bad one is named."""

import json
from pathlib import Path

import pytest
from gold import DOCUMENTS, load
from sentences import FOLDER, faults, load_documents, load_sentences, main, parse, parse_document

BLOCK = """[Renault|b] would supply [Nissan|c|Nissan Motor] with 1.2 million batteries, [Luca de Meo|p] said in May.
  supply Renault > Nissan Motor > batteries | possible | Luca de Meo | 2025-05 | 1200000 units
  @ Luca de Meo = Renault"""


DOCUMENT = """en-nissan-1 | nissan-deal | wire | 2025-06-01 | Meridian | -
[Renault|b] sells to [Nissan|c|Nissan Motor]

[Luca de Meo|p] spoke in May: "We will sell batteries to Nissan, and Sunderland is not closing."
  supply Renault > Nissan Motor > batteries | planned | Luca de Meo | - | 1.5 GWh; volume; 2026 | "We will … Nissan" | ^ | #it
  ?close Nissan Motor > > Sunderland | denied | Luca de Meo | - | at Sunderland | "Sunderland is not closing"
He drove off.
Nissan was bought into in 1999.
  invest Renault > Nissan Motor > | happened | - | 1999
  @ Luca de Meo = Renault
"""


def test_a_document_has_a_head_a_title_and_paragraphs() -> None:
    raw = parse_document(DOCUMENT)
    assert {k: raw[k] for k in ("id", "story", "copy_of", "lang", "genre", "published", "outlet", "author", "title")} == {
        "id": "en-nissan-1",
        "story": "nissan-deal",
        "copy_of": None,
        "lang": "en",
        "genre": "wire",
        "published": "2025-06-01",
        "outlet": "Meridian",
        "author": None,
        "title": "Renault sells to Nissan",
    }
    assert raw["text"] == (
        "Renault sells to Nissan\n\n"
        'Luca de Meo spoke in May: "We will sell batteries to Nissan, and Sunderland is not closing." He drove off. '
        "Nissan was bought into in 1999."
    )
    assert raw["affiliations"] == {"Luca de Meo": "Renault"}
    assert list(faults(raw)) == []


def test_a_claim_s_quotes_are_the_lines_above_it_or_what_it_says() -> None:
    planned, denied, happened = parse_document(DOCUMENT)["claims"]
    assert planned["quotes"] == ["We will sell batteries to Nissan", "Renault sells to Nissan"]
    assert (planned["move"], planned["where"], planned["when"]) == ("it", None, None)
    assert planned["value"] == {"number": 1.5, "unit": "GWh", "metric": "volume", "period": "2026"}
    assert (denied["optional"], denied["where"], denied["quotes"]) == (True, "Sunderland", ["Sunderland is not closing"])
    assert happened["quotes"] == ["He drove off. Nissan was bought into in 1999."]
    assert "optional" not in happened


def test_a_document_may_have_no_title_and_chinese_sentences_stand_close() -> None:
    raw = parse_document("zh-1 | s | post | - | 微博 | 甲\n-\n\n[比亚迪|c|BYD]涨了。\n蔚来跌了。\n")
    assert (raw["title"], raw["published"], raw["text"]) == (None, None, "比亚迪涨了。蔚来跌了。")


def test_names_come_from_the_atlas_but_for_those_of_another() -> None:
    raw = parse("[Volvo Cars|c] and [Volvo|c|Volvo Group] differ, says [Håkan Samuelsson|p].", "en-1-0", "en", "2025-06-01")
    cars, _, person = raw["entities"]
    assert "沃尔沃汽车" in cars["aka"]
    assert "Volvo" not in cars["aka"]
    assert "Samuelsson" in person["aka"]


@pytest.mark.parametrize(
    "change",
    [
        ("| wire |", "| novel |"),
        ("| Meridian | -", ""),
        ('"We will … Nissan"', '"We shall … Nissan"'),
        ("| planned |", "| soon |"),
    ],
)
def test_a_bad_document_is_named(change: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="en-nissan-1"):
        parse_document(DOCUMENT.replace(*change))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("Nissan Motor > |", "Nissan Motors > |"), "'Nissan Motors' is not marked"),
        (("| denied | Luca de Meo", "| denied | Makoto Uchida"), "the source 'Makoto Uchida' is not marked"),
        (("?close Nissan Motor >", "?close >"), "nobody does it"),
        (("| 1999", "| in 1999"), "no date: 'in 1999'"),
        (("@ Luca de Meo", "@ Luca"), "'Luca' has an organisation and is not marked"),
        (("He drove off", "He drove [off"), "the sign '[' is left in the text"),
    ],
)
def test_what_is_wrong_with_a_document_is_found(change: tuple[str, str], fault: str) -> None:
    assert [f.split(" in: ")[0] for f in faults(parse_document(DOCUMENT.replace(*change)))] == [fault]


def test_a_folder_holds_documents_of_both_forms(tmp_path: Path) -> None:
    (tmp_path / "en-1.txt").write_text(f"= {DOCUMENT}\n= {DOCUMENT.replace('en-nissan-1', 'en-nissan-2')}", encoding="utf-8")
    first, second = load_documents(tmp_path / "en-1.txt")
    (tmp_path / "en-a.json").write_text(json.dumps({**first, "id": "en-a"}), encoding="utf-8")
    assert [g.id for g in load(tmp_path)] == ["en-a", "en-nissan-1", "en-nissan-2"]
    assert {**second, "id": "en-nissan-1"} == first


def test_an_id_is_given_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en-1.txt").write_text(f"= {DOCUMENT}\n= {DOCUMENT}", encoding="utf-8")
    assert main(tmp_path) == 1
    assert "its id is taken" in capsys.readouterr().out


def test_the_project_s_own_documents_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DOCUMENTS) == 0, capsys.readouterr().out
    loaded = load(DOCUMENTS)
    assert {g.raw["lang"] for g in loaded} == {"de", "en", "fr", "zh"}
    assert all(quote in g.raw["text"] for g in loaded for claim in g.raw["claims"] for quote in claim["quotes"])


def test_a_block_is_an_annotated_document() -> None:
    raw = parse(BLOCK, "en-1-0", "en", "2025-06-01")
    assert raw["text"] == "Renault would supply Nissan with 1.2 million batteries, Luca de Meo said in May."
    assert [(e["name"], e["kind"], e["mentions"]) for e in raw["entities"]] == [
        ("Renault", "brand", ["Renault"]),
        ("Nissan Motor", "company", ["Nissan"]),
        ("Luca de Meo", "person", ["Luca de Meo"]),
    ]
    assert raw["affiliations"] == {"Luca de Meo": "Renault"}
    (claim,) = raw["claims"]
    assert (claim["type"], claim["who"], claim["whom"], claim["what"]) == ("supply", ["Renault"], ["Nissan Motor"], ["batteries"])
    assert (claim["status"], claim["source"], claim["when"]) == ("possible", "Luca de Meo", "2025-05")
    assert (claim["value"]["number"], claim["value"]["unit"]) == (1200000.0, "units")
    assert claim["quotes"] == [raw["text"]]


def test_a_sentence_without_claims_is_one_too() -> None:
    assert parse("[Tesla|c] is a carmaker.", "en-1-1", "en", "2025-06-01")["claims"] == []


def test_a_dash_means_that_nobody_is_the_source() -> None:
    raw = parse("[Tesla|c] grows.\n  figure Tesla | happened | - | 2025", "en-1-2", "en", "2025-06-01")
    assert (raw["claims"][0]["source"], raw["claims"][0]["value"]) == (None, None)


@pytest.mark.parametrize(
    "block",
    [
        "[Tesla|z] grows.",
        "[Tesla|c] grows.\n  grow Tesla | happened",
        "[Tesla|c] grows.\n  figure Tesla | perhaps",
        "[Tesla|c] grows.\n  figure Tesla | happened | - | 2025 | many",
    ],
)
def test_a_bad_block_is_named(block: str) -> None:
    with pytest.raises(ValueError, match="en-1-3"):
        parse(block, "en-1-3", "en", "2025-06-01")


def test_a_party_that_is_not_marked_is_found_by_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "en-1.txt").write_text("[Tesla|c] buys Lucid.\n  invest Tesla > Lucid | happened\n", encoding="utf-8")
    assert main(tmp_path) == 1
    assert "'Lucid' is not marked" in capsys.readouterr().out


def test_the_project_s_own_sentences_are_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(FOLDER) == 0, capsys.readouterr().out
    loaded = load_sentences(FOLDER)
    assert {raw["lang"] for raw in loaded} == {"de", "en", "fr", "zh"}
    assert len({raw["id"] for raw in loaded}) == len(loaded)

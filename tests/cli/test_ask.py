"""``vigie ask``, ``moves`` and ``show`` over a ledger with a rumour, its denial, a meeting and a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from vigie.checks import fakes
from vigie.cli.session import now
from vigie.ledger import create_ledger
from vigie.model import Status
from vigie.stories import weigh

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Vigie


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A ledger in which Renault and Xiaomi met, a tie-up is asked about, and talks are rumoured and denied."""
    french = fakes.document(
        "fr",
        "Renault a rencontré Xiaomi samedi. Renault et Xiaomi vont-ils s'allier ?",
        outlet="La Gazette",
        title="Une visite",
        published_on="2024-04-29",
    )
    english = fakes.document(
        "en",
        "Xiaomi is said to negotiate with Renault. Renault denies it.",
        outlet="Quayside",
        title="A rumour",
        published_on="2024-05-02",
    )
    met = fakes.claim(
        french, "meet", ("renault",), ("xiaomi",), quote="Renault a rencontré Xiaomi samedi", happened_on="2024-04-27"
    )
    asked = fakes.claim(
        french, "agree", ("renault",), ("xiaomi",), quote="Renault et Xiaomi vont-ils s'allier ?", status=Status.ASKED
    )
    rumour = fakes.claim(
        english,
        "negotiate",
        ("xiaomi",),
        ("renault",),
        quote="Xiaomi is said to negotiate with Renault",
        status=Status.RUMOURED,
        source="anonymous",
    )
    denial = fakes.claim(
        english, "negotiate", ("renault",), ("xiaomi",), quote="Renault denies it", status=Status.DENIED, source="renault"
    )
    pairs = [(french, fakes.reading(french, met, asked, lang="fr")), (english, fakes.reading(english, rumour, denial))]
    path = tmp_path / "kept.vigie"
    ledger = create_ledger(path, clock=now)
    for document, reading in pairs:
        with ledger.writer() as writer:
            writer.record(document, reading, None)
    with ledger.writer() as writer:
        writer.conclude(weigh([d for d, _ in pairs], [r for _, r in pairs], names=fakes.FakeNames()))
    ledger.close()
    return path


def test_a_pair_s_timeline_tells_known_from_not_known(vigie: Vigie, kept: Path) -> None:
    said = vigie("ask", "Renault", "Xiaomi", "--ledger", kept)
    assert said.code == 0
    known, rest = said.flat.split("What is not known")
    assert "● happened meeting Renault × Xiaomi 2024-04-27" in known
    assert "«Renault a rencontré Xiaomi samedi» (La Gazette, 2024-04-29)" in known
    assert "s'allier" not in known
    assert "1 document, 1 origin: La Gazette" in known
    assert "never told as a fact" in rest


def test_json_puts_each_move_in_its_part(vigie: Vigie, kept: Path) -> None:
    records = vigie("ask", "Renault", "Xiaomi", "--ledger", kept, "--json").records
    parts = {(record["type"], record["part"], record["status"]) for record in records}
    assert ("meet", "known", "happened") in parts
    assert not {part for kind, part, _ in parts if kind != "meet"} & {"known"}
    [meeting] = [record for record in records if record["type"] == "meet"]
    assert (meeting["who"], meeting["whom"], meeting["when"]) == (["Renault"], ["Xiaomi"], "2024-04-27")
    assert meeting["origins"][0]["documents"] == ["fr"]
    assert meeting["claims"][0]["quotes"] == ["Renault a rencontré Xiaomi samedi"]


@pytest.mark.parametrize("name", ["Renault", "renault", "雷诺", "le Losange", "Groupe Renault"])
def test_an_actor_is_found_by_any_name_the_atlas_knows(vigie: Vigie, kept: Path, name: str) -> None:
    assert len(vigie("ask", name, "--ledger", kept, "--json").records) >= 2


def test_an_unknown_name_is_answered_with_the_likest(vigie: Vigie, kept: Path) -> None:
    said = vigie("ask", "Renaul", "--ledger", kept)
    assert said.code == 2
    assert said.err.startswith("vigie: nobody here is called 'Renaul': did you mean Renault")


def test_a_known_actor_without_moves_is_said_to_be_unknown_of(vigie: Vigie, kept: Path) -> None:
    said = vigie("ask", "Toyota", "--ledger", kept)
    assert (said.code, "Nothing is known of Toyota." in said.flat) == (0, True)


def test_french_heads(vigie: Vigie, kept: Path) -> None:
    said = vigie("ask", "Renault", "Xiaomi", "--ledger", kept, "--lang", "fr")
    assert "Ce que l'on sait" in said.out
    assert "Ce que l'on ne sait pas" in said.out


def test_before_the_first_record_nothing_was_known_and_that_is_said(vigie: Vigie, kept: Path) -> None:
    said = vigie("ask", "Renault", "--ledger", kept, "--as-of", "2020-01-01")
    assert said.code == 0
    assert "The ledger knew nothing yet on 2020-01-01" in said.flat


def test_as_of_must_be_a_date(vigie: Vigie, kept: Path) -> None:
    said = vigie("ask", "Renault", "--ledger", kept, "--as-of", "yesterday")
    assert (said.code, said.err) == (2, "vigie: 'yesterday' is no date: write 2024-05-01 or 2024-05-01T12:00:00Z\n")


def test_without_a_ledger_the_way_to_make_one_is_said(vigie: Vigie) -> None:
    said = vigie("ask", "Renault")
    assert said.code == 4
    assert "run vigie init, or name one with --ledger" in said.err


def test_moves_are_filtered_by_actor_type_status_and_date(vigie: Vigie, kept: Path) -> None:
    def types(*options: str) -> list[str]:
        return [record["type"] for record in vigie("moves", "--ledger", kept, "--json", *options).records]

    assert types()[0] == "meet"
    assert types("--type", "meet") == ["meet"]
    assert types("--status", "happened") == ["meet"]
    assert types("--since", "2024-04", "--until", "2024-04-30") == ["meet"]
    assert types("--since", "2025") == []
    assert types("--actor", "Xiaomi", "--actor", "小米", "--type", "meet") == ["meet"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--type", "marry"], "'marry' is no claim type: choose among meet"),
        (["--status", "sure"], "'sure' is no status: choose among happened"),
        (["--since", "spring"], "'spring' is no date"),
        (["--actor", "Nobody At All"], "nobody here is called 'Nobody At All'"),
    ],
)
def test_a_filter_that_can_not_be_is_named(vigie: Vigie, kept: Path, options: list[str], said: str) -> None:
    done = vigie("moves", "--ledger", kept, *options)
    assert done.code == 2
    assert said in done.err


def test_the_table_of_moves_shows_ids_that_show_understands(vigie: Vigie, kept: Path) -> None:
    [move] = vigie("moves", "--ledger", kept, "--type", "meet", "--json").records
    assert move["id"] in vigie("moves", "--ledger", kept).out
    shown = vigie("show", move["id"], "--ledger", kept)
    assert "Renault × Xiaomi" in shown.flat
    assert "speaks in its own voice" in shown.flat
    [record] = vigie("show", move["id"], "--ledger", kept, "--json").records
    assert record["id"] == move["id"]
    assert record["judgements"] == []


def test_a_document_is_shown_with_what_was_read_in_it(vigie: Vigie, kept: Path) -> None:
    [record] = vigie("show", "fr", "--ledger", kept, "--json").records
    assert record["text"].startswith("Renault a rencontré")
    assert [claim["type"] for claim in record["reading"]["claims"]] == ["meet", "agree"]
    assert "Renault a rencontré Xiaomi samedi." in vigie("show", "fr", "--ledger", kept).flat


def test_a_story_is_shown_with_its_documents(vigie: Vigie, kept: Path) -> None:
    [document] = vigie("show", "fr", "--ledger", kept, "--json").records
    story = document["reading"]["story"]
    [record] = vigie("show", story, "--ledger", kept, "--json").records
    assert "fr" in [one["id"] for one in record["documents"]]
    assert "Une visite" in vigie("show", story, "--ledger", kept).flat


def test_an_unknown_id_is_named(vigie: Vigie, kept: Path) -> None:
    said = vigie("show", "m-nothing", "--ledger", kept)
    assert (said.code, "nothing with the id 'm-nothing'" in said.err) == (2, True)


def test_a_run_that_was_cut_off_is_mentioned(vigie: Vigie, kept: Path) -> None:
    ledger = create_ledger(kept, clock=now)
    late = fakes.document("late", "Renault built a plant.")
    with ledger.writer() as writer:
        writer.record(late, fakes.reading(late), None)
    ledger.close()
    assert "1 document is not compared yet" in " ".join(vigie("moves", "--ledger", kept).err.split())

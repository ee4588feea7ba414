"""What stands in a brief, under which head, and that nothing stands there uncited."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from vigie.model import Status, Watchlist
from vigie.telling import Brief, Silence, compose
from vigie.telling.brief import to_markdown
from vigie.telling.brief.check import check_brief

if TYPE_CHECKING:
    from vigie.atlas import Atlas


def write(desk: Any, atlas: Atlas, *, since: dt.datetime | None = None, lang: str = "en", **more: Any) -> Brief:
    before = None if since is None else desk.ledger.view(since)
    return compose(desk.ledger.view(), before, atlas, lang=lang, since=since, until=desk.now, **more)


def texts(brief: Brief) -> dict[str, list[str]]:
    return {one.key: [said.text for item in one.items for said in item.sentences] for one in brief.sections}


def test_each_move_stands_under_its_head(desk: Any, atlas: Atlas) -> None:
    told = texts(write(desk, atlas))
    assert told["changed"] == [
        "On 2\u00a0May\u00a02026, Stellantis invested in Leapmotor (investment of 1.5\u00a0billion euros) in Lyon."
    ]
    assert told["denied"] == ["Renault denies talks with Xiaomi."]
    assert told["unsure"] == []
    chances = "talks or more 41% (base rate 30%); agreement or more 9.5%."
    assert told["meaning"] == [f"By 3\u00a0May\u00a02027, the chances for Renault and Xiaomi are: {chances}"]


def test_only_what_changed_since_is_told_with_the_status_before(desk: Any, atlas: Atlas) -> None:
    brief = write(desk, atlas, since=desk.before)
    told = texts(brief)
    assert (told["changed"], told["denied"]) == ([], ["Renault denies talks with Xiaomi."])
    [item] = brief.sections[3].items
    assert (item.was, item.status) == (Status.RUMOURED, Status.DENIED)
    assert "**Rumoured → denied.**" in to_markdown(brief)


def test_documents_that_say_the_same_are_cited_together_and_counted(desk: Any, atlas: Atlas) -> None:
    brief = write(desk, atlas)
    [item] = brief.sections[0].items
    assert [brief.references[number - 1].name for number in item.sentences[0].cites] == ["Quay Wire", "Harbour Post"]
    assert (item.documents, item.origins) == (2, 2)
    assert "*(2 documents, 2 independent origins)*" in to_markdown(brief)


def test_every_sentence_cites_and_every_reference_quotes(desk: Any, atlas: Atlas) -> None:
    brief = write(desk, atlas, lang="fr", silences=[Silence(source_id="s", name="Les Echos", since=desk.now)])
    cites = [said.cites for section in brief.sections for item in section.items for said in item.sentences]
    assert all(cites)
    assert [one.number for one in brief.references] == list(range(1, len(brief.references) + 1))
    assert {number for one in cites for number in one} == {one.number for one in brief.references}
    assert all(one.quote and one.document_id and one.move_id for one in brief.references if one.kind == "claim")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_checker_finds_nothing_in_what_was_composed(desk: Any, atlas: Atlas, lang: str) -> None:
    silences = [Silence(source_id="s", name="Les Echos", since=desk.now), Silence(source_id="t", name="Le Monde", since=None)]
    for since in (None, desk.before):
        brief = write(desk, atlas, lang=lang, since=since, silences=silences)
        before = None if since is None else desk.ledger.view(since)
        parsed, found = check_brief(
            to_markdown(brief), desk.ledger.view(), before, atlas, sources={"s": "Les Echos", "t": "Le Monde"}
        )
        assert found == []
        assert len(parsed.clauses) == sum(len(item.sentences) for section in brief.sections for item in section.items)


def test_a_watchlist_narrows_and_gives_its_name(desk: Any, atlas: Atlas) -> None:
    brief = write(desk, atlas, watchlist=Watchlist(name="x", title="Leapmotor & co", actors=("leapmotor",)))
    assert texts(brief)["denied"] == []
    assert len(texts(brief)["changed"]) == 1
    assert "# Brief for “Leapmotor \\& co”" in to_markdown(brief)
    assert texts(write(desk, atlas, watchlist=Watchlist(name="x", actors=("leapmotor",), origins=3)))["changed"] == []


def test_what_is_left_out_is_counted(desk: Any, atlas: Atlas) -> None:
    brief = compose(desk.ledger.view(), None, atlas, lang="en", since=None, until=desk.now, most=0)
    assert brief.sections[0].left_out == 1
    assert brief.references == ()


def test_a_brief_of_the_latest_changes_only_says_that_there_were_more(desk: Any, atlas: Atlas) -> None:
    since = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    whole, cut = (write(desk, atlas, since=since, looked_at=number) for number in (99, 1))
    assert (whole.looked_at, cut.looked_at) == (None, 1)
    assert texts(whole) == texts(write(desk, atlas, since=since))
    assert sum(one.move_id != "" for section in cut.sections for one in section.items) == 1


def test_an_empty_ledger_says_that_nothing_is_new(atlas: Atlas) -> None:
    from vigie.ledger import MemoryLedger

    now = dt.datetime(2026, 5, 3, tzinfo=dt.UTC)
    ledger = MemoryLedger(clock=lambda: now)
    text = to_markdown(compose(ledger.view(), None, atlas, lang="fr", since=None, until=now))
    assert "Rien de sûr n'est nouveau." in text
    assert check_brief(text, ledger.view(), None, atlas)[1] == []

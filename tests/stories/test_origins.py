"""Origins: documents that go back to one voice count once, and the reason is said."""

from __future__ import annotations

from dataclasses import replace

from vigie.checks.fakes import FakeNames, claim, document, entity, reading
from vigie.model import Document, Entity, Move, Reading, Status
from vigie.stories import weigh

SENTENCE = "Renault met Xiaomi on Saturday at the show in Beijing."


def article(
    name: str,
    outlet: str | None,
    text: str = SENTENCE,
    *,
    source: str | None = None,
    entities: tuple[Entity, ...] = (),
    lang: str = "en",
) -> tuple[Document, Reading]:
    of = document(name, text, outlet=outlet)
    met = claim(
        of, "meet", ("renault",), ("xiaomi",), happened_on="2024-04-27", source=source, quote=SENTENCE if SENTENCE in text else None
    )
    return of, reading(of, met, entities=entities, lang=lang)


def the_move(*articles: tuple[Document, Reading], names: FakeNames | None = None) -> Move:
    [move] = weigh([d for d, _ in articles], [r for _, r in articles], names=names or FakeNames()).moves
    return move


def written_apart(number: int) -> str:
    """The common sentence, among others that no two texts share."""
    own = (
        "Nobody took notes, a guard said, and the tea went cold while they spoke about seats and screens.",
        "In hall eight the crowd pushed so hard that photographers climbed on chairs to get their picture.",
        "The Frenchman asked how the doors close; an engineer opened three of them to let him listen.",
        "Later both men left by a side entrance, and a spokeswoman handed out postcards of the car.",
    )
    return f"{SENTENCE} {own[number]}"


def test_two_outlets_that_write_for_themselves_are_two_origins() -> None:
    move = the_move(article("a", "The Gauge", written_apart(0)), article("b", "Der Bote", written_apart(1)))
    assert [origin.name for origin in move.origins] == ["Der Bote", "The Gauge"]


def test_copies_are_one_origin_with_the_reason() -> None:
    move = the_move(article("a", "The Gauge", written_apart(0)), article("b", "The Mirror", written_apart(0)))
    [origin] = move.origins
    assert origin.document_ids == ("a", "b")
    assert "'b' copies 'a'" in origin.reason


def test_articles_that_credit_one_agency_are_one_origin() -> None:
    agency = (entity("afp", "outlet", name="AFP", mentions=("AFP",)),)
    texts = [written_apart(n) + " (avec AFP)" for n in range(2)]
    move = the_move(*(article(f"d{n}", f"Outlet {n}", text, entities=agency, lang="fr") for n, text in enumerate(texts)))
    [origin] = move.origins
    assert origin.name == "AFP"
    assert "'d0' credits AFP" in origin.reason


def test_outlets_of_one_owner_are_one_origin() -> None:
    names = FakeNames(owners={"The Gauge": "Big Press", "Der Bote": "Big Press"})
    move = the_move(article("a", "The Gauge", written_apart(0)), article("b", "Der Bote", written_apart(1)), names=names)
    [origin] = move.origins
    assert "The Gauge belongs to Big Press" in origin.reason


def test_a_statement_quoted_by_several_is_one_origin() -> None:
    people = (entity("lei-jun", "person"),)
    articles = [article(f"d{n}", f"Outlet {n}", written_apart(n), source="lei-jun", entities=people) for n in range(3)]
    [origin] = the_move(*articles).origins
    assert origin.name == "Lei Jun"
    assert len(origin.document_ids) == 3
    assert "reports what Lei Jun says" in origin.reason


def test_an_outlets_own_article_and_those_that_quote_it_are_one_origin() -> None:
    names = FakeNames(outlets=("reuters",))
    own = article("own", "Reuters", written_apart(0))
    quoting = article("quoting", "Der Bote", written_apart(1), source="reuters", entities=(entity("reuters", "outlet"),))
    [origin] = the_move(own, quoting, names=names).origins
    assert origin.document_ids == ("own", "quoting")


def test_unnamed_sources_of_two_outlets_are_two_origins() -> None:
    articles = [article(f"d{n}", f"Outlet {n}", written_apart(n), source="anonymous") for n in range(2)]
    assert len(the_move(*articles).origins) == 2


def test_every_document_of_a_move_stands_in_exactly_one_origin() -> None:
    articles = [article(f"d{n}", "Outlet" if n % 2 else None, written_apart(n)) for n in range(4)]
    move = the_move(*articles)
    assert sorted(one for origin in move.origins for one in origin.document_ids) == list(move.document_ids)
    assert move.status is Status.HAPPENED


def test_a_credit_that_the_reader_takes_for_furniture_counts_too() -> None:
    texts = [written_apart(0) + "\n\n(AFP)", written_apart(1) + "\n\nSource: AFP"]
    [origin] = the_move(*(article(f"d{n}", f"Outlet {n}", text) for n, text in enumerate(texts))).origins
    assert origin.name == "AFP"


def test_a_name_that_begins_like_an_agencys_gets_no_credit() -> None:
    texts = [written_apart(n) + f"\n\nwith AFPX number {n}" for n in range(2)]
    assert len(the_move(*(article(f"d{n}", f"Outlet {n}", text) for n, text in enumerate(texts))).origins) == 2


def test_of_one_day_the_agencys_text_is_the_original() -> None:
    longer = "Read also the weather. " + written_apart(0)
    move = the_move(article("a", "The Gauge", longer), article("z", "AFP", written_apart(0)))
    [origin] = move.origins
    assert (origin.name, origin.document_ids) == ("AFP", ("a", "z"))


def test_a_person_and_the_company_spoken_for_are_one_voice() -> None:
    entities = (entity("lei-jun", "person"), entity("xiaomi"))
    of, read = article("a", "The Gauge", written_apart(0), source="lei-jun", entities=entities)
    company = article("b", "Der Bote", written_apart(1), source="xiaomi", entities=entities)
    [origin] = the_move((of, replace(read, affiliations={"lei-jun": "xiaomi"})), company).origins
    assert origin.document_ids == ("a", "b")
    assert "Lei Jun speaks for Xiaomi" in origin.reason


def test_who_signs_a_post_is_the_same_voice_as_the_person_known_by_key() -> None:
    people = (entity("lei-jun", "person"),)
    quoting = article("a", "The Gauge", written_apart(0), source="lei-jun", entities=people)
    embedding = article("b", "Der Bote", written_apart(1), source="Lei Jun")
    assert len(the_move(quoting, embedding).origins) == 1


def test_who_is_quoted_first_is_the_voice_where_two_are_quoted_alike() -> None:
    of, _ = article("a", "The Gauge", written_apart(0))
    again = claim(
        of, "meet", ("renault",), ("xiaomi",), happened_on="2024-04-27", source="xiaomi", quote="Renault met Xiaomi on Saturday at"
    )
    later = claim(of, "meet", ("renault",), ("xiaomi",), happened_on="2024-04-27", source="renault", quote="Xiaomi on Saturday")
    [origin] = the_move((of, reading(of, later, again))).origins
    assert origin.name == "Xiaomi"

"""What every ledger must find, as checks over a function that makes an empty one: the same in each store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.ledger import Found, Ledger, Search, parse_query
from vigie.ledger.query import BEGUN
from vigie.model import Conclusions, Mention, Move, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.model import Clock, Document, Reading

__all__ = ["SEARCH_CHECKS", "filled", "ids"]

_ENGLISH = "Renault met Xiaomi. Both factories were closed."
_FRENCH = "Renault ferme deux usines, dit la société. Xiaomi se tait."
_CHINESE = "小米汽车将与吉利合作，工厂在北京。"
_GERMAN = "Renault trifft Geely. Werke schließen nicht."
_KEYS = {"小米": ("xiaomi",), "xiaomi": ("xiaomi",), "renault": ("renault",), "geely": ("geely",)}


def _told() -> list[tuple[Document, Reading]]:
    """Four documents in four languages, the last without a date."""
    told = []
    for name, lang, outlet, day, title, text, kind, status, whom in (
        ("en", "en", "The Sample", "2024-05-01", "Two factories", _ENGLISH, "meet", "happened", "xiaomi"),
        ("fr", "fr", "L'Échantillon", "2024-06-02", "Une société", _FRENCH, "close", "planned", "xiaomi"),
        ("zh", "zh", "样本报", "2024-07-03", "小米汽车", _CHINESE, "agree", "rumoured", "geely"),
        ("de", "de", "Das Muster", None, None, _GERMAN, "meet", "denied", "geely"),
    ):
        document = fakes.document(name, text, published_on=day, outlet=outlet, title=title)
        quote = text.partition(".")[0].partition("，")[0]
        who = "xiaomi" if lang == "zh" else "renault"
        claim = fakes.claim(document, kind, (who,), (whom,), status=Status(status), quote=quote)
        reading = fakes.reading(document, claim, lang=lang)
        if lang == "zh":
            reading = replace(reading, mentions=(Mention(start=0, end=2, key="xiaomi", how="name"),))
        told.append((document, reading))
    return told


def filled(make: Callable[[Clock], Ledger]) -> tuple[Ledger, fakes.TickingClock]:
    """A ledger of the four documents, with a move of the first and the last."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    told = _told()
    claims = [reading.claims[0] for _, reading in told]
    moves = tuple(
        Move(
            id=f"m-{of.document_id}", type=of.type, who=of.who, whom=of.whom, things=(), status=of.status, contradicted=False,
            happened_on=None, claim_ids=(of.id,), document_ids=(of.document_id,), origins=(),
        )
        for of in (claims[0], claims[3])
    )  # fmt: skip
    with ledger.writer() as writer:
        writer.record_all([(document, reading, None) for document, reading in told])
        writer.conclude(Conclusions(moves=moves))
    return ledger, clock


def ids(ledger: Ledger, text: str = "", **wanted: object) -> list[str]:
    """The ids of the documents found, the latest published first."""
    query = parse_query(text, lambda name: _KEYS.get(name.casefold(), ()))
    search = replace(Search(query=query, sort="time"), **wanted)  # type: ignore[arg-type]
    return [hit.document_id for hit in ledger.view().search(search, most=9).hits]


def check_words_are_found_in_every_form_and_script(make: Callable[[Clock], Ledger]) -> None:
    """Plurals, accents, case, pairs of Han characters, beginnings, phrases, and what must not occur."""
    ledger, _ = filled(make)
    for text, expected in (
        ("factory", ["en"]),
        ("FACTORIES", ["en"]),
        ("usine", ["fr"]),
        ("usines", ["fr"]),
        ("societe", ["fr"]),
        ("Société", ["fr"]),
        ("schliessen", ["de"]),
        ("汽车", ["zh"]),
        ("小米汽车", ["zh"]),
        ("汽", ["zh"]),
        ("北", ["zh"]),
        ("京", ["zh"]),
        ("米车", []),
        ("fact*", ["en"]),
        ('"both factories"', ["en"]),
        ('"factories both"', []),
        ('"two factories renault"', []),
        ("closed -both", []),
        ("-renault", ["zh"]),
        ("closed met", ["en"]),
        ("closed usines", []),
        ("nothing", []),
        ("", ["zh", "fr", "en", "de"]),
    ):
        assert ids(ledger, text) == expected, f"'{text}' finds {ids(ledger, text)}"


def check_beginnings_stand_for_the_words_that_begin_so(make: Callable[[Clock], Ledger]) -> None:
    """Of three letters or more; unwanted ones too; of very many words, the shortest."""
    ledger, _ = filled(make)
    for text, expected in (
        ("facto*", ["en"]),
        ("usi* soc*", ["fr"]),
        ("ren* -fact*", ["fr", "de"]),
        ("fa*", []),
        ("xyz*", []),
        ("renault -xyz*", ["fr", "en", "de"]),
        ("schli*", ["de"]),
        ("汽车*", ["zh"]),
    ):
        assert ids(ledger, text) == expected, f"'{text}' finds {ids(ledger, text)}"
    many = " ".join(f"zebra{'a' * (number // 26)}{chr(97 + number % 26)}" for number in range(BEGUN))
    short, long = fakes.document("short", many), fakes.document("long", "zebra" + "z" * 50)
    with ledger.writer() as writer:
        writer.record_all([(short, fakes.reading(short), None), (long, fakes.reading(long), None)])
    assert ids(ledger, "zebr*") == ["short"]
    assert ids(ledger, "zebrazzz*") == ["long"]


def check_names_find_whom_they_mean(make: Callable[[Clock], Ledger]) -> None:
    """In whatever script the document names it."""
    ledger, _ = filled(make)
    for text in ("小米", "Xiaomi", "xiaomi"):
        assert ids(ledger, text) == ["zh", "fr", "en"], f"'{text}' finds {ids(ledger, text)}"
    assert ids(ledger, "小米北京") == ["zh"], "a name and a word written together are not both looked for"
    assert ids(ledger, "小米 factories") == ["en"], "a name and a word are not both looked for"
    assert ids(ledger, "-小米") == ["de"], "who is not wanted is found"
    assert ids(ledger, '"小米"') == ["zh"], "a name in quotation marks stands for more than itself"


def check_filters_narrow_the_search(make: Callable[[Clock], Ledger]) -> None:
    """Actors together, types and statuses of one claim, language, outlet, days."""
    ledger, _ = filled(make)
    assert ids(ledger, actors=("renault", "geely")) == ["de"]
    assert ids(ledger, types=("meet", "agree")) == ["zh", "en", "de"]
    assert ids(ledger, types=("meet",), statuses=(Status.DENIED, Status.PLANNED)) == ["de"]
    assert ids(ledger, "renault", langs=("fr", "de")) == ["fr", "de"]
    assert ids(ledger, outlets=("l'échantillon",)) == ["fr"]
    assert ids(ledger, since="2024-06") == ["zh", "fr"]
    assert ids(ledger, until="2024-06") == ["fr", "en"], "undated documents pass a bound, or the last day is left out"
    assert ids(ledger, since="2024-05-02", until="2024-H1") == ["fr"]
    found = ledger.view().search(Search(actors=("renault",)), most=1)
    assert (found.total, found.capped) == (3, False)
    assert found.facets == {
        "actors": {"renault": 3, "geely": 1, "xiaomi": 2},
        "types": {"meet": 2, "close": 1},
        "statuses": {"denied": 1, "happened": 1, "planned": 1},
        "langs": {"de": 1, "en": 1, "fr": 1},
        "outlets": {"Das Muster": 1, "L'Échantillon": 1, "The Sample": 1},
        "years": {"2024": 2},
    }, f"the facets are {found.facets}"


def check_what_says_more_comes_first(make: Callable[[Clock], Ledger]) -> None:
    """A title counts more than a mention in passing; pages hold everything once."""
    ledger = make(fakes.TickingClock())
    passing = "Many other things were said at length that day, and nobody will remember them. "
    documents = [
        fakes.document("d1", passing * 3 + "A recall was named.", title="Other things", published_on="2024-05-03"),
        fakes.document("d2", "Recall after recall.", title="The recall", published_on="2024-05-02"),
        fakes.document("d3", passing, title="Nothing", published_on="2024-05-01"),
    ]
    with ledger.writer() as writer:
        writer.record_all([(one, fakes.reading(one), None) for one in documents])
    search = Search(query=parse_query("recalls"))
    found = ledger.view().search(search, most=9)
    assert [hit.document_id for hit in found.hits] == ["d2", "d1"], "a passing mention comes before a title"
    first = ledger.view().search(search, most=1)
    second = ledger.view().search(search, most=1, after=first.after)
    assert (first.hits + second.hits, second.after) == (found.hits, None), "pages do not hold everything once"


def check_snippets_mark_what_was_found(make: Callable[[Clock], Ledger]) -> None:
    """Words as they stand in the text, and names by which somebody else was looked for."""
    ledger, _ = filled(make)

    def marked(found: Found) -> list[str]:
        return [piece for hit in found.hits for piece, mark in hit.snippet if mark]

    view = ledger.view()
    found = view.search(Search(query=parse_query("usine société")), most=9)
    assert marked(found) == ["usines", "société"], f"marked are {marked(found)}"
    assert "".join(piece for piece, _ in found.hits[0].snippet) == "Renault ferme deux usines, dit la société. Xiaomi se tait."
    assert marked(view.search(Search(query=parse_query("fact*")), most=9)) == ["factories"]
    walked = fakes.document("went", "They went home.")
    with ledger.writer() as writer:
        writer.record(walked, fakes.reading(walked), None)
    assert marked(view.search(Search(query=parse_query("go")), most=9)) == ["went"], "a form of another initial is not marked"
    by_name = view.search(Search(query=parse_query("Xiaomi", lambda _: ("xiaomi",)), langs=("zh",)), most=9)
    assert marked(by_name) == ["小米"], f"marked are {marked(by_name)}"


def check_quotes_and_moves_are_found_by_their_words(make: Callable[[Clock], Ledger]) -> None:
    """A quote holds all that is wanted itself; a move is found by one of its quotes."""
    ledger, _ = filled(make)
    view = ledger.view()

    def found(text: str, what: str, **wanted: object) -> list[tuple[str, str | None]]:
        search = replace(Search(query=parse_query(text), sort="time"), what=what, **wanted)  # type: ignore[arg-type]
        return [(hit.document_id, hit.move.id if hit.move else None) for hit in view.search(search, most=9).hits]

    assert found("renault", "quotes") == [("fr", None), ("en", None), ("de", None)]
    assert found("met closed", "quotes") == [], "words that stand in the text but in no quote find a quote"
    assert found("renault", "quotes", statuses=(Status.PLANNED,)) == [("fr", None)]
    assert found("renault", "quotes", actors=("geely",)) == [("de", None)]
    assert found("renault", "moves") == [("en", "m-en"), ("de", "m-de")]
    assert found("renault", "moves", statuses=(Status.DENIED,)) == [("de", "m-de")]
    [hit] = view.search(Search(query=parse_query("trifft"), what="quotes"), most=9).hits
    assert hit.claim is not None
    assert hit.snippet == (("Renault ", False), ("trifft", True), (" Geely", False))


def check_search_keeps_to_its_viewpoint(make: Callable[[Clock], Ledger]) -> None:
    """The present finds the new text only, the past the old one only."""
    ledger, clock = filled(make)
    then = clock.now
    [document, reading] = _told()[0]
    with ledger.writer() as writer:
        writer.record(replace(document, text="Renault met Xiaomi. Nothing was closed."), reading, None)

    def found(text: str, *, past: bool) -> list[str]:
        return [hit.document_id for hit in ledger.view(then if past else None).search(Search(query=parse_query(text)), most=9).hits]

    assert (found("nothing", past=False), found("nothing", past=True)) == (["en"], [])
    assert (found("both", past=False), found("both", past=True)) == ([], ["en"])
    assert ledger.view(clock.now.replace(year=2000)).search(Search(), most=9).hits == ()


SEARCH_CHECKS = (
    check_words_are_found_in_every_form_and_script,
    check_beginnings_stand_for_the_words_that_begin_so,
    check_names_find_whom_they_mean,
    check_filters_narrow_the_search,
    check_what_says_more_comes_first,
    check_snippets_mark_what_was_found,
    check_quotes_and_moves_are_found_by_their_words,
    check_search_keeps_to_its_viewpoint,
)

"""What every ledger must keep of visits, as checks over a function that makes an empty one. Knows no implementation."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from vigie.checks import fakes
from vigie.model import Auth, HealthState, Link, LinkState, Source, SourceKind, SourceOutlet, SourceState, Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from vigie.ledger import Ledger
    from vigie.model import Clock

__all__ = ["VISIT_CHECKS"]

_AT = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)


def _source() -> Source:
    return Source(
        id="sample",
        name="Sample 样本",
        kind=SourceKind.FEED,
        url="https://news.example/feed",
        outlet=SourceOutlet(name="The Sample", owner="Sample Holding", country="fr"),
        language="fr",
        cadence=dt.timedelta(hours=6),
        auth=Auth(how="bearer", env="SAMPLE_TOKEN"),
        organisations=("Renault",),
    )


def _link(name: str, **changes: object) -> Link:
    link = Link(source_id="sample", url=f"https://news.example/{name}", title="Titre", found_at=_AT, next_at=_AT)
    return replace(link, **changes)  # type: ignore[arg-type]  # replace checks the names itself


def _visit(content: bytes, *, url: str = "https://news.example/feed", link: Link | None = None) -> Visit:
    return Visit(
        source=_source(),
        url=url,
        final_url=url + "?final",
        capture_id=hashlib.sha256(content).hexdigest(),
        captured_at=_AT,
        media_type="application/rss+xml",
        kind="feed",
        headers={"etag": '"1"'},
        link=link,
    )


def check_visits_come_back_in_order_with_their_bytes(make: Callable[[Clock], Ledger]) -> None:
    """Everything that a visit knew comes back equal; the same bytes are one capture."""
    ledger = make(fakes.TickingClock())
    one, two, again = (
        _visit(b"one" * 500),
        _visit(b"\x00two", link=_link("2", tries=2)),
        _visit(b"one" * 500, url="https://b.example/"),
    )
    with ledger.writer() as writer:
        for visit, content in ((one, b"one" * 500), (two, b"\x00two"), (again, b"one" * 500)):
            writer.record_visit(visit, content)
    view = ledger.view()
    assert list(view.visits()) == [one, two, again], "visits do not come back as they were, in order"
    kept = view.capture(one.capture_id)
    assert kept is not None, "the bytes of a visit are not kept"
    assert (kept.content, kept.origin_path) == (b"one" * 500, one.url), "the bytes of a visit do not come back as they were"
    assert view.counts().captures == 2, "the same bytes from two addresses are kept twice"


def check_dropped_bytes_leave_their_hash(make: Callable[[Clock], Ledger]) -> None:
    """Only captures recorded earlier lose their bytes, whenever they were captured; the rest stays, and the drop is said."""
    clock = fakes.TickingClock()
    ledger = make(clock)
    old, new = _visit(b"old"), replace(_visit(b"new"), captured_at=_AT - dt.timedelta(days=900))
    with ledger.writer() as writer:
        writer.record_visit(old, b"old")
    between = clock()
    with ledger.writer() as writer:
        writer.record_visit(new, b"new")
    with ledger.writer() as writer:
        assert writer.drop_contents(between) == 1, "not exactly the older bytes are dropped"
        assert writer.drop_contents(between) == 0, "bytes are dropped twice"
    first, second = ledger.view().capture(old.capture_id), ledger.view().capture(new.capture_id)
    assert first is not None, "a capture is gone with its bytes"
    assert second is not None, "a newer capture is gone"
    assert (first.content, first.dropped_at is not None) == (b"", True), "dropped bytes are not said to be dropped"
    assert (second.content, second.dropped_at) == (b"new", None), "newer bytes are dropped"


def check_links_are_noted_once_and_given_when_due(make: Callable[[Clock], Ledger]) -> None:
    """One note an address; due ones in order: new before tried before read, the latest found first."""
    ledger = make(fakes.TickingClock())
    later = _AT + dt.timedelta(hours=1)
    with ledger.writer() as writer:
        writer.keep_links([_link("a"), _link("b", found_at=later), _link("c", tries=1), _link("d", next_at=later)])
        writer.keep_links([_link("e", state=LinkState.READ, next_at=_AT), _link("f", state=LinkState.GONE, next_at=None)])
        writer.keep_links([_link("a", title="Nouveau titre")])
    view = ledger.view()
    assert view.links(["https://news.example/a", "https://news.example/z"]) == {
        "https://news.example/a": _link("a", title="Nouveau titre")
    }, "a link is not found by its address as it was noted last"
    names = [link.url.rsplit("/", 1)[1] for link in view.links_due("sample", _AT, 10)]
    assert names == ["b", "a", "c", "e"], "links due are not given in their order"
    assert len(view.links_due("sample", later, 2)) == 2, "more links are given than asked for"
    assert view.links_due("other", later, 10) == [], "links of another source are given"


def check_states_are_noted_once(make: Callable[[Clock], Ledger]) -> None:
    """The last note of a source stands."""
    ledger = make(fakes.TickingClock())
    state = SourceState(source_id="sample", state=HealthState.WORKING, next_at=_AT, gaps=(1.5, 60.0), moved_to="https://x.example/")
    with ledger.writer() as writer:
        writer.keep_source_state(SourceState(source_id="sample"))
        writer.keep_source_state(state)
    assert ledger.view().source_states() == {"sample": state}, "a source's state does not come back as it was noted last"


def check_a_failed_transaction_notes_nothing(make: Callable[[Clock], Ledger]) -> None:
    """Where the block raises, visits, links and states are as before."""
    ledger = make(fakes.TickingClock())
    with ledger.writer() as writer:
        writer.keep_links([_link("a")])
    try:
        with ledger.writer() as writer:
            writer.record_visit(_visit(b"x"), b"x")
            writer.keep_links([_link("a", title="changed"), _link("b")])
            writer.keep_source_state(SourceState(source_id="sample"))
            raise KeyboardInterrupt  # noqa: TRY301 - what interrupts a writer comes from within its block
    except KeyboardInterrupt:
        pass
    view = ledger.view()
    assert list(view.visits()) == [], "a failed transaction left a visit"
    assert view.source_states() == {}, "a failed transaction left a state"
    assert view.links(["https://news.example/a", "https://news.example/b"]) == {"https://news.example/a": _link("a")}, (
        "a failed transaction left a link"
    )


def check_versions_of_a_document_are_listed(make: Callable[[Clock], Ledger]) -> None:
    """The oldest first, each with when it was recorded."""
    ledger = make(fakes.TickingClock())
    documents = [fakes.document("d1", text) for text in ("First.", "Second.")]
    for document in documents:
        with ledger.writer() as writer:
            writer.record(document, fakes.reading(document), None)
    versions = ledger.view().versions("d1")
    assert [document for _, document in versions] == documents, "the versions of a document are not those recorded"
    assert versions[0][0] < versions[1][0], "versions do not say when they were recorded"
    assert ledger.view().versions("d2") == [], "an unknown document has versions"
    since = {"d1": versions[0][0]}
    assert ledger.view().known_since(["d1", "d2"]) == since, "a document is not known since its first version"
    assert ledger.view(versions[0][0]).known_since(["d1"]) == since, "the past does not know a document since its first version"


VISIT_CHECKS = (
    check_visits_come_back_in_order_with_their_bytes,
    check_dropped_bytes_leave_their_hash,
    check_links_are_noted_once_and_given_when_due,
    check_states_are_noted_once,
    check_a_failed_transaction_notes_nothing,
    check_versions_of_a_document_are_listed,
)

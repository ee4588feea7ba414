"""When sources are visited and how they are said to do: pure functions, tried over simulated weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.model import HealthState, Healthy, Source, SourceKind, SourceOutlet, SourceState
from vigie.sources.health import expected_interval_s, health
from vigie.sources.schedule import (
    BACK_OFF_LONGEST_S,
    LONGEST_S,
    SHORTEST_S,
    Report,
    after_failure,
    after_link,
    after_visit,
    is_due,
    link_retry_at,
    recheck_at,
)

START = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SOURCE = Source(
    id="s",
    name="S",
    kind=SourceKind.FEED,
    url="https://s.example/feed",
    outlet=SourceOutlet(name="S"),
    language="fr",
    cadence=6 * HOUR,
)


def live(
    source: Source, until: dt.datetime, *, silent_from: dt.datetime, every: dt.timedelta
) -> tuple[SourceState, list[dt.datetime]]:
    """A source that publishes regularly until it falls silent, visited by the schedule; its state at the end, and the visits."""
    state, now, visits, seen = SourceState(source_id="s"), START, [], START - 30 * every
    while now <= until:
        published = [START - 20 * every + n * every for n in range(2000)]
        published = [at for at in published if at <= now and at < silent_from][-20:]
        new = [at for at in published if at > seen]
        seen = max([seen, *published])
        report = Report(new=len(new), entries=len(published) if new else None, dated=len(published), published=tuple(published))
        if not visits:
            report = replace(report, entries=len(published), new=len(published))
        state = after_visit(state, source, report, now)
        visits.append(now)
        assert state.next_at is not None
        now = state.next_at
    return state, visits


@pytest.mark.parametrize("hours", [2, 6, 24, 72])
def test_silence_is_noticed_within_two_expected_intervals_and_not_before_one(hours: int) -> None:
    every = dt.timedelta(hours=hours)
    silent_from = START + 10 * every
    state, _ = live(SOURCE, silent_from + 3 * every, silent_from=silent_from, every=every)
    last = state.newest_at
    assert last is not None
    before, _ = live(SOURCE, last + every, silent_from=silent_from, every=every)
    assert health(before, SOURCE, last + every).state is HealthState.WORKING
    within, _ = live(SOURCE, last + 2 * every, silent_from=silent_from, every=every)
    told = health(within, SOURCE, last + 2 * every)
    assert told.state is HealthState.SILENT
    assert told.since_at is not None
    assert last <= told.since_at <= last + every / 2
    assert state.state is HealthState.SILENT, "it is noted at a visit too"


def test_a_source_that_changes_often_is_visited_more_often() -> None:
    _, often = live(SOURCE, START + 48 * HOUR, silent_from=START + 1000 * HOUR, every=HOUR)
    _, seldom = live(SOURCE, START + 48 * HOUR, silent_from=START + 1000 * HOUR, every=48 * HOUR)
    assert len(often) > 3 * len(seldom)


def test_its_own_rhythm_takes_the_place_of_the_declared_one() -> None:
    state, _ = live(SOURCE, START + 20 * HOUR, silent_from=START + 1000 * HOUR, every=2 * HOUR)
    assert expected_interval_s(state, SOURCE) == 7200
    assert expected_interval_s(SourceState(source_id="s"), SOURCE) == 6 * 3600


@given(st.lists(st.sampled_from(["new", "same", "fail"]), max_size=60), st.integers(1, 24 * 60))
def test_whatever_happens_the_pause_keeps_its_bounds(events: list[str], minutes: int) -> None:
    source = replace(SOURCE, cadence=dt.timedelta(minutes=minutes))
    state, now = SourceState(source_id="s"), START
    for event in events:
        if event == "fail":
            state = after_failure(state, source, "x", now, retry_after_s=None)
        else:
            state = after_visit(state, source, Report(new=int(event == "new"), entries=3, dated=3), now)
        assert state.next_at is not None
        pause = (state.next_at - now).total_seconds()
        assert 0.9 * SHORTEST_S <= pause <= max(BACK_OFF_LONGEST_S, LONGEST_S)
        assert is_due(state, state.next_at)
        assert not is_due(state, now)
        now = state.next_at


def test_failures_back_off_and_a_success_forgives_them() -> None:
    state, pauses = SourceState(source_id="s"), []
    for _ in range(5):
        state = after_failure(state, SOURCE, "it answers with status 500", START, retry_after_s=None)
        assert state.next_at is not None
        pauses.append((state.next_at - START).total_seconds())
    assert pauses == sorted(pauses)
    assert pauses[4] > 10 * pauses[0]
    assert state.state is HealthState.REFUSED
    assert after_visit(state, SOURCE, Report(new=1, entries=2, dated=2), START).failures == 0


def test_a_server_that_asks_for_patience_gets_it() -> None:
    state = after_failure(SourceState(source_id="s"), SOURCE, "429", START, retry_after_s=86_400 * 3)
    assert state.next_at == START + dt.timedelta(days=3)


def test_since_when_and_the_last_good_visit_are_kept() -> None:
    good = after_visit(SourceState(source_id="s"), SOURCE, Report(new=1, entries=2, dated=2, published=(START,)), START)
    bad = after_failure(good, SOURCE, "x", START + HOUR, retry_after_s=None)
    worse = after_failure(bad, SOURCE, "y", START + 2 * HOUR, retry_after_s=None)
    assert (worse.since_at, worse.last_good_at, worse.reason) == (START + HOUR, START, "y")


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (Report(new=3, entries=3, dated=3), HealthState.WORKING),
        (Report(entries=0), HealthState.EMPTY),
        (Report(new=4, entries=4, dated=1), HealthState.UNDATED),
        (Report(new=4, entries=4, dated=4, broken="its XML is broken"), HealthState.PARTIAL),
        (Report(new=4, entries=4, dated=4, moved_to="https://s.example/new"), HealthState.MOVED),
    ],
)
def test_each_finding_has_its_state(report: Report, state: HealthState) -> None:
    assert after_visit(SourceState(source_id="s"), SOURCE, report, START).state is state


def test_links_without_text_make_a_source_partial_and_the_declaration_says_how_many() -> None:
    state = after_visit(SourceState(source_id="s"), SOURCE, Report(new=3, entries=3, dated=3), START)
    for good in (True, False, False, False):
        state = after_link(state, SOURCE, START, good=good, dated=True)
    assert state.state is HealthState.PARTIAL
    patient = replace(SOURCE, healthy=Healthy(complete=0.1))
    assert after_link(state, patient, START, good=True, dated=True).state is HealthState.WORKING


def test_pages_without_a_date_make_a_source_undated_and_links_without_one_do_not() -> None:
    state = after_visit(SourceState(source_id="s"), SOURCE, Report(new=3, entries=3, dated=3), START)
    for dated in (True, False, False):
        state = after_link(state, SOURCE, START, good=True, dated=dated)
    assert (state.state, state.reason) == (HealthState.UNDATED, "2 of 3 pages carry no date")
    assert after_link(state, SOURCE, START, good=True, dated=True).state is HealthState.WORKING


@pytest.mark.parametrize("flaw", [{"broken": "its XML is broken"}, {"dated": 0}])
def test_a_source_that_was_never_quite_well_is_noticed_when_it_falls_silent(flaw: dict[str, object]) -> None:
    report = replace(Report(new=2, entries=2, dated=2, published=(START,)), **flaw)  # type: ignore[arg-type]
    state = after_visit(SourceState(source_id="s"), SOURCE, report, START)
    assert state.state in (HealthState.PARTIAL, HealthState.UNDATED)
    told = health(state, SOURCE, START + 2 * SOURCE.cadence)
    assert (told.state, told.since_at) == (HealthState.SILENT, START)
    later = after_visit(state, SOURCE, Report(), START + 2 * SOURCE.cadence)
    assert later.state is HealthState.SILENT


def test_links_are_given_up_after_four_tries_and_articles_looked_at_twice_again() -> None:
    assert [link_retry_at(n, START, retry_after_s=None) is None for n in (1, 2, 3, 4)] == [False, False, False, True]
    assert [recheck_at(n, START) is None for n in (0, 1, 2)] == [False, False, True]

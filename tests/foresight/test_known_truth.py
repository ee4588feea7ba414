"""Worlds simulated with known rules and rates are recovered by what learns from them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from vigie.foresight import Happening, History, Quads, Rules
from vigie.foresight.factors import Factors
from vigie.foresight.head import Logistic, walk
from vigie.foresight.ladder import Ladder, backtest, fit_ladder
from vigie.foresight.logit import ConditionalLogit
from vigie.foresight.probability import brier_skill
from vigie.foresight.prospects import PROSPECT_COLUMNS, find_prospects
from vigie.foresight.questions import Questions
from vigie.foresight.situation import Book
from vigie.foresight.suggest import partner_ranks, suggest
from vigie.model import Status


def world(*, rate: float, seed: int, n: int = 1500) -> History:
    """Relation 0 between random pairs; relation 1 follows between the same two a step later with a known rate."""
    rng = np.random.default_rng(seed)
    rows = []
    for step in range(n // 10):
        for _ in range(10):
            s, o = rng.choice(60, 2, replace=False)
            rows.append((s, 0, o, 2 * step))
            if rng.random() < rate:
                rows.append((s, 1, o, 2 * step + 1))
    s, r, o, t = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return History(quads=Quads(subjects=s, relations=r, objects=o, steps=t), n_entities=60, n_relations=2)


def test_a_rule_that_rules_the_world_puts_the_right_partner_first() -> None:
    history = world(rate=0.9, seed=3)
    rules = Rules()
    rules.fit(history.until(280))
    day = history.at(285)
    follow = day.relations == 1
    scores = rules.scores(history.until(285), day.subjects[follow], day.relations[follow])

    assert (scores.argmax(1) == day.objects[follow]).mean() > 0.8


def test_factors_find_a_block_structure_they_were_never_told_of() -> None:
    rng = np.random.default_rng(5)
    factors = Factors(40, 1, width=16)
    for step in range(150):
        s = rng.integers(0, 40, 30)
        o = (s // 20) * 20 + rng.integers(0, 20, 30)
        order = np.lexsort((o, s))
        both = Quads(subjects=s[order], relations=np.zeros(30, np.int64), objects=o[order], steps=np.full(30, step))
        factors.learn(Questions.of(both), step)
    scores = factors.scores(np.arange(40), np.zeros(40, np.int64))
    inside = np.array([scores[i, (i // 20) * 20 : (i // 20) * 20 + 20].mean() - scores[i].mean() for i in range(40)])

    assert (inside > 0).mean() > 0.95


def test_the_logistic_recovers_its_own_weights() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=(20_000, 3))
    truth = np.array([1.0, -0.5, 0.0])
    y = rng.random(20_000) < 1 / (1 + np.exp(-(x @ truth - 1.0)))
    found = Logistic(penalty=0.1).fit(x, y)

    assert found.weights == pytest.approx(truth, abs=0.06)
    assert found.shift == pytest.approx(-1.0, abs=0.06)


def test_a_column_that_never_moved_while_learning_decides_nothing_later() -> None:
    rng = np.random.default_rng(3)
    x = np.full((4_000, 2), 1 / 15, dtype=np.float32)
    x[:, 0] = rng.normal(size=len(x))
    found = Logistic(penalty=0.1).fit(x, rng.random(len(x)) < 1 / (1 + np.exp(-x[:, 0])))
    moved = x.copy()
    moved[:, 1] = 0.5

    assert found.predict(moved) == pytest.approx(found.predict(x), abs=1e-6)


def test_the_conditional_logit_prefers_what_was_chosen() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=(600 * 5, 2)).astype(np.float32)
    utility = (2.0 * x[:, 0] + rng.gumbel(size=len(x))).reshape(600, 5)
    answers = np.zeros((600, 5), dtype=bool)
    answers[np.arange(600), utility.argmax(1)] = True
    model = ConditionalLogit()
    model.fit(x, answers.ravel(), np.full(600, 5))

    assert np.corrcoef(model.predict(x), x[:, 0])[0, 1] > 0.9


def test_two_answers_of_a_question_weigh_as_two_halves() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=(200, 5, 2)).astype(np.float32)
    order = (2.0 * x[:, :, 0] - x[:, :, 1] + rng.gumbel(size=(200, 5))).argsort(1)
    first, second = (np.arange(5) == order[:, [-1 - place]] for place in (0, 1))
    together, apart = ConditionalLogit(penalty=1.0), ConditionalLogit(penalty=2.0)
    together.fit(x.reshape(-1, 2), (first | second).ravel(), np.full(200, 5))
    apart.fit(np.concatenate([x, x]).reshape(-1, 2), np.concatenate([first, second]).ravel(), np.full(400, 5))

    told = together.predict(x.reshape(-1, 2))
    assert told == pytest.approx(apart.predict(x.reshape(-1, 2)), abs=0.02)
    assert told.std() > 0.5


def test_prospects_answer_whether_a_deed_followed_and_see_nothing_later() -> None:
    rows = [(0, 0, 1, 0), (0, 1, 1, 3), (2, 0, 3, 0), (2, 1, 3, 9), (0, 0, 1, 4), (4, 0, 5, 20)]
    s, r, o, t = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    history = History(quads=Quads(subjects=s, relations=r, objects=o, steps=t), n_entities=6, n_relations=2)
    found = find_prospects(history, np.array([0, 1]), 5)

    told = {
        (int(a), int(i)): (bool(y), bool(f), bool(c))
        for a, i, y, f, c in zip(found.first, found.issued, found.outcome, found.first_time, found.contact, strict=True)
    }
    assert {key: row[:2] for key, row in told.items() if row[2]} == {
        (0, 0): (True, True),
        (2, 0): (False, True),
        (0, 4): (False, False),
    }
    assert sorted(key for key, row in told.items() if not row[2]) == [(0, 3), (2, 9)]
    cut = History(quads=history.quads.take(history.quads.steps <= 4), n_entities=6, n_relations=2)
    again = find_prospects(cut, np.array([0, 1]), 5, last=4)
    assert np.array_equal(again.features, found.features[: len(again.features)])
    assert found.features.shape[1] == len(PROSPECT_COLUMNS)


def test_a_pair_s_roles_and_directions_are_counted() -> None:
    rows = [(0, 1, 2, 0), (2, 1, 0, 0), (0, 0, 3, 1), (4, 1, 5, 1), (5, 0, 4, 2)]
    s, r, o, t = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    history = History(quads=Quads(subjects=s, relations=r, objects=o, steps=t), n_entities=6, n_relations=2)
    found = find_prospects(history, np.array([0, 1]), 5, roles=np.array([0, 0, 1, 1, 0, 2]), last=2)
    row = {
        (int(a), int(i)): dict(zip(PROSPECT_COLUMNS, x, strict=True))
        for a, i, x in zip(found.first, found.issued, found.features, strict=True)
    }

    # 0 had two deeds with 2, whose role is that of 3, but 3 had none with anybody; 4 and 5 had theirs in one direction only.
    assert row[0, 1]["role_deed_count_more"] == pytest.approx(np.log(3.0))
    assert row[0, 1]["role_deed_count_less"] == 0.0
    assert row[0, 1]["roles_deed_count"] == pytest.approx(np.log(3.0))
    assert row[4, 2]["pair_deed_count"] == pytest.approx(np.log(2.0))
    assert row[4, 2]["back_deed_count"] == 0.0
    assert row[4, 2]["back_any_count"] == pytest.approx(np.log(2.0))
    assert row[4, 2]["role_contact_count_more"] == pytest.approx(np.log(2.0))
    assert row[4, 2]["groups_contact_count"] == pytest.approx(np.log(2.0))


def contacts_and_deeds(*, seed: int = 7, n_steps: int = 120) -> tuple[History, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Contacts between pairs of thirty; a deed follows two steps later, often within the first ten and seldom elsewhere."""
    rng = np.random.default_rng(seed)
    rows = []
    for step in range(n_steps):
        for _ in range(8):
            s, o = rng.choice(30, 2, replace=False)
            rows.append((s, 0, o, step))
            if rng.random() < (0.7 if max(s, o) < 10 else 0.03):
                rows.append((s, 1, o, step + 2))
    s, r, o, t = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return History(quads=Quads(subjects=s, relations=r, objects=o, steps=t), n_entities=30, n_relations=2), np.array([0, 1])


def test_the_head_finds_which_pairs_say_yes() -> None:
    history, classes = contacts_and_deeds()
    roles = (np.arange(30) >= 10).astype(np.int64)
    found = find_prospects(history, classes, 5, roles=roles)
    p = walk(found, 60, 5, every=10)
    asked = ~np.isnan(p)

    assert (asked == (found.contact & (found.issued > 60))).all()
    assert brier_skill(p[asked], found.outcome[asked], np.full(asked.sum(), found.outcome[found.issued <= 60].mean())) > 0.2


def test_what_happens_later_changes_no_probability_of_a_contact() -> None:
    history, classes = contacts_and_deeds()
    quads = history.quads
    later = np.flatnonzero(quads.steps > 90)
    objects = quads.objects.copy()
    objects[later] = np.random.default_rng(1).permutation(objects[later])
    kept = Quads(subjects=quads.subjects, relations=quads.relations, objects=objects, steps=quads.steps)
    worlds = [find_prospects(History(quads=q, n_entities=30, n_relations=2), classes, 5) for q in (quads, kept)]
    told = [walk(found, 60, 5, every=10)[found.issued <= 90] for found in worlds]

    assert np.array_equal(told[0], told[1], equal_nan=True)
    assert (~np.isnan(told[0])).any()


def simulated(*, after_meeting: float, after_talks: float, seed: int = 0, n: int = 900) -> tuple[Happening, ...]:
    """Meetings and talks between random pairs of forty; an agreement follows within the year at known rates."""
    rng = np.random.default_rng(seed)
    start = dt.date(2000, 1, 1)
    found = []
    for _ in range(n):
        a, b = sorted(f"actor-{i:02d}" for i in rng.choice(400, 2, replace=False))
        on = start + dt.timedelta(days=int(rng.integers(0, 20 * 365)))
        kind = "meet" if rng.random() < 0.5 else "negotiate"
        found.append(happening(on, kind, a, b))
        if rng.random() < (after_meeting if kind == "meet" else after_talks):
            found.append(happening(on + dt.timedelta(days=int(rng.integers(1, 300))), "agree", a, b))
    return tuple(found)


def happening(on: dt.date, kind: str, a: str, b: str, status: Status = Status.HAPPENED) -> Happening:
    return Happening(on=on, known_on=on, type=kind, pair=(min(a, b), max(a, b)), status=status, words=kind, source="simulated")


def test_the_ladder_recovers_the_rates_of_its_world() -> None:
    happenings = simulated(after_meeting=0.1, after_talks=0.6, n=4000)
    book = Book(happenings, as_of=dt.date(2021, 1, 1))
    ladder = Ladder(book, days=365, lag=0)
    meeting = next(s for s in ladder.situations if s.last.type == "meet")
    talks = next(s for s in ladder.situations if s.last.type == "negotiate" and s.features[8:] == meeting.features[8:])

    assert ladder.base_rate(1, "meet")[0] == pytest.approx(0.1, abs=0.03)
    assert ladder.base_rate(1, "negotiate")[0] == pytest.approx(0.6, abs=0.03)
    low, high = ladder.rungs(meeting)[1], ladder.rungs(talks)[1]
    assert low.probability == pytest.approx(0.1, abs=0.06)
    assert high.probability == pytest.approx(0.6, abs=0.1)
    assert high.low < high.probability < high.high


def test_lifts_multiply_to_the_probability_told() -> None:
    ladder = Ladder(Book(simulated(after_meeting=0.1, after_talks=0.6), as_of=dt.date(2021, 1, 1)), days=365, lag=0)
    rung = ladder.rungs(ladder.situations[5])[1]
    odds = rung.start / (1 - rung.start) * np.prod(list(rung.lifts.values()))

    assert odds / (1 + odds) == pytest.approx(rung.probability, abs=1e-9)


def test_a_world_with_a_rule_gives_skill_and_a_world_without_gives_none() -> None:
    def skill(happenings: tuple[Happening, ...]) -> float:
        # Against one rate for all, not the rate of the kind: the rule of this world is the kind.
        tested = backtest(happenings, since=dt.date(2012, 1, 1), until=dt.date(2020, 12, 31), days=365)
        contacts = np.isin(np.array(tested.kinds), ("meet", "negotiate"))
        came = tested.came_true[contacts, 1] > 0.5
        return brier_skill(tested.p[contacts, 1], came, np.full(len(came), came.mean()))

    assert skill(simulated(after_meeting=0.05, after_talks=0.8)) > 0.15
    assert abs(skill(simulated(after_meeting=0.3, after_talks=0.3, seed=1))) < 0.05


def test_the_future_changes_no_outlook_of_the_past() -> None:
    happenings = simulated(after_meeting=0.1, after_talks=0.6)
    day = dt.date(2015, 6, 1)
    book = Book(happenings, as_of=day)
    cut = Book([h for h in happenings if h.on <= day], as_of=day)
    one, other = fit_ladder(book, days=365, lag=0), fit_ladder(cut, days=365, lag=0)
    assert one is not None
    assert other is not None
    asked = book.learned(0)[-1]

    assert one.rungs(asked) == other.rungs(asked)


def test_silence_after_a_trigger_lowers_the_chance() -> None:
    happenings = simulated(after_meeting=0.1, after_talks=0.6, n=2000)
    book = Book(happenings, as_of=dt.date(2021, 6, 1))
    fresh, stale = Ladder(book, days=365, lag=0), Ladder(book, days=365, lag=250)

    assert stale.base_rate(1, "negotiate")[0] < fresh.base_rate(1, "negotiate")[0] / 2


def test_who_always_deals_with_the_same_partner_is_expected_to_again() -> None:
    days = [dt.date(2010, 1, 1) + dt.timedelta(days=40 * i) for i in range(60)]
    happenings = tuple(
        h for i, on in enumerate(days) for h in (happening(on, "agree", "a", "b"), happening(on, "agree", f"x{i % 7}", f"y{i % 5}"))
    )

    best = suggest(happenings, "a", asked_on=dt.date(2017, 1, 1), n=3)
    assert best[0].key == "b"
    assert best[0].dealings
    model, recency = partner_ranks(happenings, since=dt.date(2015, 1, 1), until=dt.date(2016, 7, 1))
    assert np.mean(1 / np.array(model)) >= np.mean(1 / np.array(recency)) - 0.1

"""Levers: each does to the market what it says, and nothing else."""

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from vigie.errors import InputError, NotConverged
from vigie.market.applying import apply
from vigie.market.levers import (
    Cost,
    Demand,
    Divestiture,
    DutyChange,
    Fee,
    JointVenture,
    Lever,
    Limit,
    Merger,
    MinimumPrice,
    Product,
    Range,
    Royalty,
    Site,
    Stake,
    Withdrawal,
)
from vigie.market.play import Board
from vigie.market.world import Stand, at_rest, claims

Play = Callable[..., tuple[Stand, Stand]]
FROM, ON = dt.date(2025, 7, 2), dt.date(2026, 7, 1)


@pytest.fixture(scope="module")
def board() -> Board:
    return Board(draws=60)


@pytest.fixture(scope="module")
def play(board: Board) -> Play:
    """The EU of 2025 before and after some levers."""

    def run(*levers: Lever, market: str = "eu27", on: dt.date = ON) -> tuple[Stand, Stand]:
        base = board.bases(2025)[market]
        return at_rest(base), apply(base, levers, board.duties, on, FROM, board.dice)

    return run


def fixed(value: float) -> Range:
    return Range(value, value)


def entrant(**more: object) -> Product:
    values: dict[str, object] = {
        "name": "new car",
        "company": "xiaomi",
        "market": "eu27",
        "powertrain": "bev",
        "built_in": "elsewhere",
        "price": fixed(38.0),
        "reach": fixed(0.03),
        "cost": fixed(28.0),
    }
    return Product(**{**values, **more})  # type: ignore[arg-type]


def test_no_lever_changes_nothing(play: Play) -> None:
    before, after = play()

    assert np.array_equal(before.units, after.units)
    assert np.array_equal(before.price, after.price)


def test_a_duty_like_the_one_that_holds_changes_nothing(play: Play) -> None:
    same = DutyChange(importer="eu27", origin="china", powertrain="bev", company="saic", rate=0.353, first_on=FROM)

    before, after = play(same)

    assert np.abs(after.units / before.units - 1).max() < 1e-9
    assert np.abs(after.price / before.price - 1).max() < 1e-11


def test_a_lower_duty_brings_its_maker_back_and_hurts_the_others(play: Play) -> None:
    before, after = play(DutyChange(importer="eu27", origin="china", powertrain="bev", company="saic", rate=0.0, first_on=FROM))
    mine = [n for n, cell in enumerate(before.cells) if cell.group == "saic" and cell.powertrain == "bev"]

    assert np.all(after.units[mine] > before.units[mine])
    assert np.all(after.units_of("renault") < before.units_of("renault"))
    assert np.all(after.surplus > 0)


def test_a_duty_works_from_its_day_only(play: Play) -> None:
    later = DutyChange(importer="eu27", origin="china", powertrain="bev", company="saic", rate=0.0, first_on=dt.date(2027, 1, 1))

    before, after = play(later)

    assert np.abs(after.units / before.units - 1).max() < 1e-9


def test_an_entrant_s_reach_is_judged_at_its_price_while_rivals_stand_still(play: Play) -> None:
    before, after = play(entrant())
    row = after.labels.index("new car")
    rivals = [n for n, cell in enumerate(after.cells) if cell.powertrain == "bev" and n != row]
    dearer = after.price[row] - 38.0

    wanted = 0.03 / 0.97 * np.exp(-before.tastes.steep * dearer)
    found = after.units[row] / after.units[rivals].sum(axis=0)

    assert found == pytest.approx(wanted, rel=0.05)


def test_an_entrant_rolls_out_with_its_dealers(play: Play) -> None:
    _, at_once = play(entrant())
    _, slowly = play(entrant(start=0.2, years=4.0))
    row = at_once.labels.index("new car")

    ratio = slowly.units[row] / at_once.units[row]
    assert np.all((ratio > 0.3) & (ratio < 0.5))


def test_cheaper_cars_sell_more_and_buyers_gain(play: Play) -> None:
    before, after = play(Cost(company="renault", market="eu27", change=fixed(-0.05)))

    assert np.all(after.units_of("renault") > before.units_of("renault"))
    assert np.all(after.profit()["renault"] > before.profit()["renault"])
    assert np.all(after.surplus > 0)


def test_better_cars_sell_more_at_a_higher_price(play: Play) -> None:
    before, after = play(Demand(company="renault", market="eu27", powertrain="bev", worth=fixed(1.0)))
    mine = [n for n, cell in enumerate(before.cells) if cell.group == "renault" and cell.powertrain == "bev"]

    assert np.all(after.units[mine] > before.units[mine])
    assert np.all(after.price[mine] > before.price[mine])


def test_a_royalty_goes_from_payer_to_earner(play: Play) -> None:
    before, after = play(Royalty(payer="renault", earner="xiaomi", market="eu27", powertrain="bev", per_unit=fixed(0.5)))
    sold = sum(after.units[n] for n, cell in enumerate(after.cells) if cell.group == "renault" and cell.powertrain == "bev")

    assert after.profit()["xiaomi"] == pytest.approx(0.5 * sold / 1e3)
    assert np.all(after.profit()["renault"] < before.profit()["renault"])


def test_a_royalty_per_cent_is_paid_on_the_price_of_rest(play: Play) -> None:
    _, after = play(Royalty(payer="renault", earner="xiaomi", market="eu27", powertrain="bev", per_cent=fixed(0.02)))
    rows = [n for n, cell in enumerate(after.cells) if cell.group == "renault" and cell.powertrain == "bev"]

    assert after.profit()["xiaomi"] == pytest.approx((0.02 * after.price[rows] * after.units[rows]).sum(axis=0) / 1e3)


def test_a_builder_earns_its_fee_less_its_cost(play: Play) -> None:
    fee = Fee(payer="xiaomi", earner="renault", market="eu27", per_unit=fixed(4.0), own_cost=fixed(3.0))
    _, after = play(entrant(), fee)
    income = [one for one in after.incomes if after.firms[one.firm] == "renault"]

    assert len(income) == 1
    assert income[0].amount == pytest.approx(np.ones(60))


def test_parents_share_the_venture_s_profit_and_nothing_is_lost(play: Play) -> None:
    venture = JointVenture(name="v", shares=(("renault", 0.6), ("xiaomi", 0.4)))
    _, after = play(venture, entrant(company="v"))

    operating = dict(zip(after.firms, after.operating(), strict=True))
    assert after.profit()["xiaomi"] == pytest.approx(0.4 * operating["v"])
    assert np.abs(after.profit()["v"]).max() < 1e-9
    assert sum(after.profit().values()) == pytest.approx(after.operating().sum(axis=0))


def test_a_merger_makes_both_dearer_and_a_silent_stake_the_holder_only_a_little(play: Play) -> None:
    before, merged = play(Merger(companies=("renault", "toyota")))
    _, held = play(Stake(holder="renault", held="toyota", share=0.2))
    mine, theirs = before.of("renault"), before.of("toyota")

    assert np.all(merged.price[mine] > before.price[mine])
    assert np.all(merged.price[theirs] > before.price[theirs])
    rise = held.price[mine] - before.price[mine]
    assert np.all((rise > 0) & (rise < merged.price[mine] - before.price[mine]))


def test_what_is_divested_is_priced_apart(play: Play) -> None:
    _, whole = play(Merger(companies=("renault", "toyota")))
    _, less = play(
        Merger(companies=("renault", "toyota")), Divestiture(company="toyota", market="eu27", powertrain="hybrid", to="apart")
    )

    assert np.all(less.units_of("apart") > 0)
    assert np.all(less.surplus > whole.surplus)


def test_a_move_to_europe_ends_the_duty(play: Play) -> None:
    before, after = play(Site(company="byd", market="eu27", powertrain="bev", built_in="elsewhere", cost_change=fixed(0.0)))
    mine = [n for n, cell in enumerate(after.cells) if cell.group == "byd" and cell.powertrain == "bev"]

    assert np.all(after.duty[mine] == 0)
    assert np.all(after.units[mine] > before.units[mine])


def test_a_limit_is_kept_and_only_where_it_binds_is_scarcity_worth_something(play: Play) -> None:
    _, after = play(entrant(), Limit(name="plant", company="xiaomi", market="eu27", limit=fixed(40_000)))

    used, worth = after.limits["plant"], after.shadow["plant"]
    assert used.max() <= 1 + 1e-9
    assert np.all((worth > 0) == (used > 1 - 1e-9))
    assert np.any(worth > 0)


def test_a_minimum_price_is_kept_by_imports_only(play: Play) -> None:
    floor = MinimumPrice(company="byd", market="eu27", powertrain="bev", price=fixed(45.0))
    before, after = play(floor)
    mine = [n for n, cell in enumerate(after.cells) if cell.group == "byd" and cell.powertrain == "bev"]

    assert np.all(after.price[mine] >= 45.0 - 1e-9)
    assert np.all(after.units[mine] < before.units[mine])


def test_what_is_withdrawn_is_gone_and_rivals_gain(play: Play) -> None:
    before, after = play(Withdrawal(company="byd", market="eu27"))

    assert after.of("byd") == []
    assert np.all(after.units_of("saic") > before.units_of("saic"))
    assert np.all(after.surplus < 0)


def test_nobody_can_give_away_more_than_the_whole() -> None:
    with pytest.raises(InputError, match="more than the whole"):
        claims(("a", "b"), [("a", "b", 0.7), ("a", "b", 0.7)])


def test_what_leads_nowhere_gives_one_sentence_and_no_number(play: Play) -> None:
    with pytest.raises(NotConverged, match="no equilibrium was found") as caught:
        play(*(Demand(company="renault", market="eu27", worth=fixed(1000.0)) for _ in range(20)))

    assert isinstance(caught.value, InputError)


def test_a_market_can_t_lose_a_whole_powertrain(board: Board) -> None:
    base = board.bases(2025)["eu27"]
    all_plug_ins = tuple(
        Withdrawal(company=group, market="eu27", powertrain="phev")
        for group in {cell.group for cell in base.market.cells if cell.powertrain == "phev"}
    )
    with pytest.raises(InputError, match="takes every car of a powertrain"):
        apply(base, all_plug_ins, board.duties, ON, FROM, board.dice)

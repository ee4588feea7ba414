"""Deal files: those that ship are sound, templates can be played, and each fault gets one clear sentence."""

import datetime as dt
from pathlib import Path

import pytest

from vigie.errors import InputError, VigieError
from vigie.market.deals import Deal, open_deal, parse_deal, shipped_deals, template
from vigie.market.facts import load_facts
from vigie.market.levers import LEVERS, Cost, Product, Stake
from vigie.market.play import Board

FACTS = load_facts()
HEAD = """
deal: d
title: t
form: stake
parties: [renault, xiaomi]
from: 2027-07-01
"""


def parse(levers: str, head: str = HEAD) -> Deal:
    return parse_deal(f"{head}levers:\n{levers}", FACTS, place="d.yml")


def test_eight_what_ifs_of_renault_and_xiaomi_and_five_real_deals_ship() -> None:
    names = shipped_deals()

    assert sum(name.startswith("renault-xiaomi") for name in names) == 8
    assert {"stellantis-leapmotor", "volkswagen-xpeng", "renault-geely-horse", "fca-psa", "nissan-honda"} <= set(names)


@pytest.mark.parametrize("name", shipped_deals())
def test_every_shipped_deal_says_where_its_numbers_come_from(name: str) -> None:
    deal = open_deal(name, FACTS)

    assert deal.id == name
    assert deal.title["en"] != deal.title["fr"]
    for lever in deal.levers:
        assert lever.why or lever.facts or not isinstance(lever, Product | Cost | Stake)


def test_a_template_of_two_companies_can_be_played() -> None:
    deal = parse_deal(template("Nissan", "BYD", dt.date(2027, 1, 1)), FACTS)

    scenario = Board(draws=100).play(deal)

    assert set(scenario.parties) == {"nissan", "byd", "nissan-byd-venture"}
    assert any(figure.who == "nissan-byd-venture" and figure.what == "units" for figure in scenario.figures)


def test_the_guide_s_own_deal_can_be_played() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "guides" / "scenario.md").read_text(encoding="utf-8")
    text = guide.split("```yaml\n")[1].split("```")[0]

    scenario = Board(draws=60).play(parse_deal(text, FACTS))

    assert any(figure.what == "units" and figure.change.median > 0 for figure in scenario.figures if figure.who == "byd")


def test_the_guide_tells_of_every_lever() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "guides" / "scenario.md").read_text(encoding="utf-8")

    assert [lever for lever in LEVERS if f"| `{lever}` |" not in guide] == []


def test_a_lever_works_from_its_own_day() -> None:
    deal = parse("  - stake: {holder: renault, held: xiaomi, share: 0.1, from: 2030-01-01}\n")

    assert deal.active() == ()


BAD = {
    "unknown company": (
        "  - stake: {holder: renalt, held: xiaomi, share: 0.1}\n",
        "knows no company 'renalt': did you mean renault",
    ),
    "share above one": (
        "  - stake: {holder: renault, held: xiaomi, share: 1.2}\n",
        "stake.share: 1.2 can't be: a share or rate lies between 0 and 1",
    ),
    "duty without a date": (
        "  - duty: {importer: eu27, origin: china, powertrain: bev, company: xiaomi, rate: 0.2}\n",
        "the lever 'duty' lacks 'from': a duty needs the day",
    ),
    "negative price": (
        "  - minimum_price: {company: xiaomi, market: eu27, powertrain: bev, price: -3}\n",
        "minimum_price.price: -3 can't be: a price, cost or fee is in thousand euro and not below 0",
    ),
    "unknown lever": ("  - magic: {company: renault}\n", "there is no lever 'magic': choose among product"),
    "unknown key": ("  - cost: {company: renault, market: eu27, change: -0.1, colour: red}\n", "the lever 'cost' has no 'colour'"),
    "missing key": ("  - cost: {company: renault, market: eu27}\n", "the lever 'cost' lacks 'change': add it"),
    "range upside down": ("  - cost: {company: renault, market: eu27, change: [0.2, 0.1]}\n", "0.2 is above 0.1: write"),
    "no number": ("  - cost: {company: renault, market: eu27, change: much}\n", "'much' is no number"),
    "unknown market": ("  - cost: {company: renault, market: mars, change: 0.1}\n", "'mars' is none of eu27"),
    "unknown powertrain": (
        "  - cost: {company: renault, market: eu27, powertrain: steam, change: 0.1}\n",
        "'steam' is none of bev",
    ),
    "unknown fact": ("  - cost: {company: renault, market: eu27, change: 0.1, facts: [hearsay]}\n", "there is no fact 'hearsay'"),
    "shares that are no whole": (
        "  - joint_venture: {name: v, shares: {renault: 0.5, xiaomi: 0.4}}\n",
        "the shares sum to 0.9: they must sum to 1",
    ),
    "two levers at one dash": ("  - {cost: {}, stake: {}}\n", "write one lever per dash"),
    "no mapping": ("  - cost: cheaper\n", "must be a list of 'key: value' lines"),
    "truth": ("  - stake: {holder: renault, held: xiaomi, share: 0.1, silent: maybe}\n", "write true or false"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_gets_one_sentence_that_names_place_and_mend(fault: str) -> None:
    levers, sentence = BAD[fault]

    with pytest.raises(InputError) as caught:
        parse(levers)

    said = str(caught.value)
    assert sentence in said
    assert said.startswith("d.yml, lever 1")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("deal: [", "this is no YAML"),
        ("just words", "a deal file holds 'key: value' lines"),
        ("deal: x\n", "the deal lacks 'title'"),
        (f"{HEAD}colour: red\nlevers: []\n", "a deal has no 'colour'"),
        (HEAD.replace("2027-07-01", "soon") + "levers: []\n", "from: 'soon' is no day: write it as 2027-07-01"),
        (f"{HEAD}base: 1999\nlevers: []\n", "there is no market table for 1999"),
        (f"{HEAD}seen_on: 2020-01-01\nlevers: []\n", "'seen_on' lies before 'from'"),
        (HEAD.replace("stake", "wedding") + "levers: []\n", "'wedding' is none of export"),
        (f"{HEAD}levers: none\n", "'levers' must be a list"),
        (
            f"{HEAD}levers:\n  - divest: {{company: renault, market: eu27, to: other-1}}\n",
            "'other-1' is a name the market table uses",
        ),
    ],
)
def test_a_file_that_is_no_deal_gets_one_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=r"d\.yml") as caught:
        parse_deal(text, FACTS, place="d.yml")

    assert sentence in str(caught.value)


def test_a_deal_that_is_nowhere_is_named_with_those_there_are() -> None:
    with pytest.raises(VigieError, match=r"no deal file 'nowhere\.yml'.*renault-xiaomi-joint-venture"):
        open_deal("nowhere.yml", FACTS)

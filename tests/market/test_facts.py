"""Facts: each has an id and a source, units become numbers, and rivals are kept."""

import pytest

from vigie.errors import DataError
from vigie.market.facts import load_facts, parse_facts

HEAD = "id,quantity,what,where,when,value,unit,source,dated,note\n"


def test_every_shipped_fact_names_its_source_and_its_quantity() -> None:
    facts = load_facts().by_id.values()

    assert len(facts) > 150
    assert all(fact.source.startswith("http") and fact.quantity and fact.what for fact in facts)


@pytest.mark.parametrize(
    ("value", "unit", "number"), [("22.9", "million cars", 22.9e6), ("17.0", "% of customs value", 0.17), ("12", "cars", 12)]
)
def test_units_become_plain_numbers(value: str, unit: str, number: float) -> None:
    facts = parse_facts(f"{HEAD}a,a,x,eu,2024,{value},{unit},https://example.org,2024,\n")

    assert facts.get("a", "a test").number == pytest.approx(number)


def test_a_fact_that_is_no_number_says_so_when_used_as_one() -> None:
    facts = parse_facts(f"{HEAD}a,a,x,eu,2024,accepted,event,https://example.org,2024,\n")

    with pytest.raises(DataError, match="'a' is used as a number but says 'accepted'"):
        _ = facts.get("a", "a test").number


def test_a_missing_fact_is_named_with_what_needs_it() -> None:
    with pytest.raises(DataError, match="fact 'gone' is needed by the duty"):
        load_facts().get("gone", "the duty")


def test_rival_figures_are_kept_side_by_side() -> None:
    kept = {fact.id for group in load_facts().conflicts() for fact in group}

    assert {"eu27-bev-2024", "eu27-bev-2024-outlets", "europe-byd-2025", "europe-byd-2025-dataforce"} <= kept


@pytest.mark.parametrize(
    ("text", "culprit"),
    [
        ("id,value\n", "facts.csv"),
        (f"{HEAD}a,a,x,eu,2024,1,cars,no address,2024,\n", "facts.csv:2"),
        (f"{HEAD}a,a,x,eu,2024,1,cars,https://e.org,,\na,a,x,eu,2024,1,cars,https://e.org,,\n", "a"),
        (f"{HEAD}a,a,x\n", "facts.csv:2"),
    ],
)
def test_a_broken_file_of_facts_is_refused_by_its_line(text: str, culprit: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_facts(text)

    assert caught.value.culprit == culprit

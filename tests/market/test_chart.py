"""Charts: well-formed, words escaped, nothing drawn where there is nothing."""

from xml.etree import ElementTree as ET

from vigie.market.chart import Bar, Sheet, interval_svg, page_html


def test_a_chart_is_well_formed_and_escapes_what_it_is_given() -> None:
    svg = interval_svg('a "deal" & more', [Bar(label="<Renault>", value=1, low=-1, high=2, text="1 [−1 … 2]")])

    root = ET.fromstring(svg)
    words = [node.text for node in root.iter() if node.text and node.text.strip()]
    assert "<Renault>" in words


def test_a_bar_below_nothing_lies_left_of_the_line() -> None:
    root = ET.fromstring(interval_svg("x", [Bar(label="a", value=-2, low=-3, high=-1, text="")]))
    ns = "{http://www.w3.org/2000/svg}"

    line, dot = root.find(f"{ns}line"), root.find(f"{ns}circle")
    assert line is not None
    assert dot is not None
    assert float(dot.get("cx", "0")) < float(line.get("x1", "0"))


def test_nothing_to_draw_draws_nothing() -> None:
    assert interval_svg("x", []) == ""


def test_a_page_stands_alone_and_escapes() -> None:
    sheet = Sheet(head="H", columns=("a",), rows=(("1\n0 … 2",), ("<b>",)), notes=("note & more",))

    page = page_html("fr", "Titre <x>", ["ligne"], [], [sheet])

    assert '<html lang="fr">' in page
    assert "&lt;b&gt;" in page
    assert "note &amp; more" in page
    assert "src=" not in page
    assert "<script" not in page

"""The drawing of the network: names stand where they can be read."""

from __future__ import annotations

import re
from collections import Counter

from vigie.web.drawing.network import Node, network


def test_a_name_stands_below_its_disc_where_above_it_would_cover_another() -> None:
    near = [
        Node(key="one", name="Renault", kind="company", weight=12, href="/actor/one"),
        Node(key="two", name="Luca de Meo", kind="person", weight=10, href="/actor/two"),
    ]
    at = {"one": (600.0, 400.0), "two": (640.0, 420.0)}
    drawn = network("Network", near, {("one", "two"): Counter(contact=8)}, at, {"contact": "contact"}, "/pair/{0}/{1}")
    floors = {name: float(y) for y, name in re.findall(r'<text class="name[^>]* y="(\d+)"[^>]*>([^<]+)</text>', drawn)}
    assert floors["Renault"] < 400
    assert floors["Luca de Meo"] > 420

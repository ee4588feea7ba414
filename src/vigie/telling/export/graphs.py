"""Who deals with whom as a graph in GraphML or GEXF. Lays nothing out."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING, Any

from vigie.telling.export import pieces

if TYPE_CHECKING:
    from vigie.telling.desk import Desk
    from vigie.telling.export.wish import Wish

__all__ = ["network_graph", "write_gexf", "write_graphml", "xml_text"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Text without the characters that XML 1.0 can't hold at all."""
    return _NOT_XML.sub("\ufffd", text)


def network_graph(desk: Desk, wish: Wish) -> Any:
    """A networkx graph: actors by key with name, kind and country; an edge for each pair with its moves counted by status."""
    import networkx as nx

    graph = nx.Graph()
    for pair, tie in pieces.ties(desk, wish.moves).items():
        for key in pair:
            if key not in graph:
                actor = desk.actor_record(key)
                facts = {"label": actor["name"], "kind": actor["kind"], "country": actor["country"] or ""}
                graph.add_node(xml_text(key), **{name: xml_text(value) for name, value in facts.items()})
        counted = {status: tie.statuses[status] for status in ("happened", "planned", "rumoured", "possible", "asked", "denied")}
        facts = {"types": " ".join(sorted(tie.types)), "first": tie.first_on or "", "last": tie.last_on or ""}
        graph.add_edge(*(xml_text(key) for key in pair), weight=tie.moves, **facts, **counted)
    return graph


def write_graphml(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """GraphML."""
    import networkx as nx

    nx.write_graphml_xml(network_graph(desk, wish), out, named_key_ids=True)


def write_gexf(desk: Desk, wish: Wish, out: IO[bytes]) -> None:
    """GEXF 1.2."""
    import networkx as nx

    nx.write_gexf(network_graph(desk, wish), out, version="1.2draft")

"""A small atlas of our own, pages laid out over it, and weights that prefer nothing: what is tested here are rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from vigie.atlas import Atlas, parse
from vigie.model import Document, Mention, Status
from vigie.reading import DefaultReader
from vigie.reading.linear import LinearModel
from vigie.reading.models import PARTS, Models
from vigie.taxonomy import claim_types

if TYPE_CHECKING:
    from vigie.reading.mentions import Cast
    from vigie.reading.page import Page

ATLAS = """
- {id: renault, name: Renault, kind: company, role: carmaker, country: fr, names: {zh: [雷诺]}, nicknames: {fr: [le Losange]},
   metonyms: {fr: [Boulogne-Billancourt]}}
- {id: xiaomi, name: Xiaomi, kind: company, role: carmaker, country: cn, names: {zh: [小米]}}
- {id: geely, name: Geely, kind: company, role: carmaker, country: cn, names: {zh: [吉利]}}
- {id: volkswagen, name: Volkswagen, kind: company, role: carmaker, country: de, names: {any: [VW], zh: [大众]},
   metonyms: {de: [Wolfsburg]}}
- {id: seat, name: Seat, kind: company, role: carmaker, country: es, homonyms: [{name: Seat, needs: ["@volkswagen", Martorell]}]}
- {id: bosch, name: Bosch, kind: company, role: supplier, country: de}
- {id: vw-golf, name: Volkswagen Golf, kind: model, maker: volkswagen, names: {any: [Golf]},
   homonyms: [{name: Golf, needs: ["@volkswagen"]}]}
- {id: xiaomi-su7, name: Xiaomi SU7, kind: model, maker: xiaomi, names: {any: [SU7]}}
- {id: luca-de-meo, name: Luca de Meo, kind: person, names: {zh: [德梅奥]}, posts: [{at: seat, post: ceo, from: 2015-11-01,
   to: 2020-01-07}, {at: renault, post: ceo, from: 2020-07-01, to: 2025-07-15}]}
- {id: lei-jun, name: Lei Jun, kind: person, names: {zh: [雷军]}, posts: [{at: xiaomi, post: ceo, from: 2010}]}
- {id: european-commission, name: European Commission, kind: authority, names: {fr: [Commission européenne]},
   metonyms: {fr: [Bruxelles], en: [Brussels], zh: [布鲁塞尔]}}
- {id: beijing-show, name: Beijing Auto Show, kind: occasion, names: {fr: [Salon de Pékin]},
   editions: [{year: 2024, from: 2024-04-25, to: 2024-05-04}]}
- {id: reuters, name: Reuters, kind: outlet, names: {zh: [路透社]}}
"""
LABELS = {
    "types": tuple(claim_types()),
    "sentences": tuple(claim_types()),
    "parties": ("none", "who", "whom", "thing"),
    "status": tuple(status.value for status in Status),
}


class Lay(Protocol):
    """Lays a text out over the small atlas: the pages of all its languages, and its cast."""

    def __call__(
        self, text: str, lang: str, *, published: str | None = "2024-05-02", author: str | None = None, outlet: str | None = None
    ) -> tuple[list[Page], Cast]: ...


class MakeModels(Protocol):
    """Models that know no feature; ``status`` gives the logits of statuses by name, the others prefer nothing."""

    def __call__(self, **status: float) -> Models: ...


@pytest.fixture(scope="session")
def small_atlas() -> Atlas:
    return Atlas(parse(ATLAS, "small.yml", None))


@pytest.fixture(scope="session")
def small_reader(small_atlas: Atlas) -> DefaultReader:
    return DefaultReader(small_atlas)


@pytest.fixture(scope="session")
def lay(small_reader: DefaultReader) -> Lay:
    def laid(
        text: str, lang: str, *, published: str | None = "2024-05-02", author: str | None = None, outlet: str | None = None
    ) -> tuple[list[Page], Cast]:
        document = Document(id="d", text=text, lang=lang, published_on=published, author=author, outlet=outlet)
        pages, cast, _ = small_reader.lay_out(document)
        return pages, cast

    return laid


class Found(Protocol):
    """What is mentioned in a text, as (words, key, how), in order."""

    def __call__(self, text: str, lang: str, *, published: str | None = "2024-05-02") -> list[tuple[str, str, str]]: ...


@pytest.fixture(scope="session")
def found(lay: Lay) -> Found:
    def mentioned(text: str, lang: str, *, published: str | None = "2024-05-02") -> list[tuple[str, str, str]]:
        pages, _ = lay(text, lang, published=published)
        mentions: list[Mention] = sorted((m for page in pages for m in page.mentions), key=lambda m: (m.start, m.key))
        return [(text[m.start : m.end], m.key, m.how) for m in mentions]

    return mentioned


@pytest.fixture
def make_models() -> MakeModels:
    def made(**status: float) -> Models:
        parts = {}
        for part in PARTS:
            labels = LABELS.get(part, ("no", "yes"))
            bias = (
                tuple(status.get(label, 0.0) for label in labels)
                if part == "status"
                else (0.0,) * (1 if len(labels) == 2 else len(labels))
            )
            parts[part] = LinearModel(labels=labels, bias=bias, weights={})
        return Models(**parts)

    return made

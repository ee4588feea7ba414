"""The sets of claims that briefs are composed of, each as a brief with what it is held against. Harms nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from vigie.atlas import load_atlas
from vigie.ledger import MemoryLedger
from vigie.model import Claim, Conclusions, Document, Entity, Move, Origin, Outlook, Quote, Reading, Status, Value
from vigie.reading import DefaultReader
from vigie.stories import weigh
from vigie.taxonomy import claim_type, claim_types
from vigie.telling import compose
from vigie.telling.brief import Brief, Silence, to_markdown
from vigie.telling.brief.check import Evidence, Known, evidence_of
from vigie.telling.brief.naming import Naming
from vigie.telling.brief.wording import Wording
from vigie.watch import AtlasNames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vigie.ledger import Ledger

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
ALL = 100_000


@dataclass(frozen=True, kw_only=True)
class Case:
    """A brief, and what the checker is given to judge it."""

    lang: str
    markdown: str
    brief: Brief
    evidence: Evidence
    known: Known
    naming: Naming


def _case(ledger: Ledger, lang: str, silences: tuple[Silence, ...] = ()) -> Case:
    view, atlas = ledger.view(), load_atlas()
    brief = compose(view, None, atlas, lang=lang, since=None, until=NOW, silences=silences, most=ALL)
    ids = {one.id for one in brief.references}
    sources = {one.source_id: one.name for one in silences}
    return Case(
        lang=lang,
        markdown=to_markdown(brief),
        brief=brief,
        evidence=evidence_of(view, None, ids, sources=sources),
        known=_known(ledger),
        naming=Naming(atlas, view.names(), Wording.load(lang)),
    )


@cache
def _known(ledger: Ledger) -> Known:
    return Known(load_atlas(), ledger.view().names())


# -- generated: every combination

WHO = {
    "regulate": [("european-commission",), ("mofcom", "french-government")],
    "appoint": [("renault",), ("toyota",)],
}
WHOM = {"appoint": [("luca-de-meo",), ("mary-barra", "koji-sato")], "regulate": [("byd",), ("geely", "saic")]}
SOURCES = (None, "anonymous", "reuters", "european-commission", "who")
DATES = (None, "2026-05-01", "2026-03", "2026-Q2", "2026-H1", "2027")
PLACES = (None, "auto-china", "Lyon", "Germany")
VALUES = (
    None,
    Value(number=20.0, unit="%", metric="stake"),
    Value(number=1_500_000_000.0, unit="EUR", metric="investment"),
    Value(number=2500.0, unit="jobs", metric="jobs"),
    Value(number=72_290.0, unit="vehicles", metric="sales", period="2025"),
    Value(number=25_990.0, unit="GBP", metric="price"),
    Value(number=1.0, unit="vehicles", metric="deliveries"),
    Value(number=-3.5, unit="%", metric="margin"),
    Value(number=40.0, unit="GWh", metric="production"),
    Value(number=215_900.0, unit=None, metric=None),
)


def generated_claims() -> Iterator[Claim]:
    """All types and statuses with all parties, and in turn every source, date, place and number: each meets each status."""
    turn = itertools.count()
    for kind, status in itertools.product(claim_types(), Status):
        whos = WHO.get(kind, [("renault",), ("audi", "geely")])
        whoms = [(), *WHOM.get(kind, [("xiaomi",), ("opel", "hyundai")])]
        things = [(), ("renault-5",), ("tesla-model-s", "xiaomi-su7")]
        for who, whom, thing in itertools.product(whos, whoms, things):
            if whom and not ({"whom"} & set(claim_type(kind).roles)) and kind not in ("launch", "build"):
                continue
            n = next(turn)
            source = SOURCES[n % 5]
            yield Claim(
                id=f"c-{n:05d}",
                document_id=f"d-{n:05d}",
                type=kind,
                who=who,
                whom=whom,
                things=thing,
                status=status,
                source=who[0] if source == "who" else source,
                happened_on=DATES[(n // 2) % len(DATES)],
                where=PLACES[(n // 3) % len(PLACES)],
                value=VALUES[(n // 5) % len(VALUES)],
                quotes=(Quote(start=0, end=9, words="《样本》 text"),),
            )


@cache
def _generated() -> Ledger:
    ledger = MemoryLedger(clock=lambda: NOW)
    moves = []
    with ledger.writer() as writer:
        for claim in generated_claims():
            document = Document(
                id=claim.document_id, text="《样本》 text of ours", outlet="The Sample", published_on="2026-04-20", lang="zh"
            )
            keys = dict.fromkeys((*claim.who, *claim.whom, *claim.things))
            entities = tuple(
                Entity(key=key, name=load_atlas().record(key).name, kind=load_atlas().record(key).kind) for key in keys
            )
            writer.record(
                document,
                Reading(
                    document_id=document.id, reader="eval-1", lang="zh", published_on="2026-04-20", entities=entities, mentions=(),
                    claims=(claim,),
                ),
                None,
            )  # fmt: skip
            moves.append(
                Move(
                    id=f"m-{claim.id[2:]}", type=claim.type, who=claim.who, whom=claim.whom, things=claim.things,
                    status=claim.status, contradicted=False, happened_on=claim.happened_on, claim_ids=(claim.id,),
                    document_ids=(document.id,),
                    origins=(Origin(id="outlet:The Sample", name="The Sample", document_ids=(document.id,), reason=""),),
                )
            )  # fmt: skip
        writer.conclude(Conclusions(moves=tuple(moves)))
        for n, base in enumerate(({}, {"talks": 0.3, "agreement": 0.1, "equity": 0.02})):
            writer.issue(
                Outlook(
                    id=f"o-{n}", forecaster="ladder-1", first="renault", second=("xiaomi", "opel")[n], kind="meet",
                    asked_on="2026-05-30", by_on="2027-05-30", issued_at=NOW,
                    probabilities={"talks": 0.41, "agreement": 0.195, "equity": 0.034}, base_rates=base,
                )
            )  # fmt: skip
    return ledger


def generated(lang: str) -> Case:
    """Every type, status and combination."""
    silences = (
        Silence(source_id="les-echos", name="Les Echos", since=dt.datetime(2026, 5, 1, tzinfo=dt.UTC)),
        Silence(source_id="reuters", name="Reuters", since=None),
    )
    return _case(_generated(), lang, silences)


# -- as the reader reads


@cache
def _read(name: str) -> Ledger:
    ledger, reader = MemoryLedger(clock=lambda: NOW), DefaultReader(load_atlas())
    documents = list(_articles() if name == "samples" else _corpus())
    readings = [reader.read(document) for document in documents]
    with ledger.writer() as writer:
        for document, reading in zip(documents, readings, strict=True):
            writer.record(document, reading, None)
    with ledger.writer() as writer:
        names = AtlasNames(load_atlas(), ledger.view().names())
        writer.conclude(weigh(documents, readings, names=names, judgements=[]))
    return ledger


def _articles() -> Iterator[Document]:
    from vigie.sources import captures, documents

    folder = resources.files("vigie.samples") / "articles"
    for capture in captures([str(folder)], clock=lambda: NOW):
        if not isinstance(capture, Exception):
            yield from (one for one in documents(capture) if isinstance(one, Document))


def _corpus() -> Iterator[Document]:
    folder = Path(__file__).parents[1] / "reading" / "corpus"
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        yield Document(
            id=record["id"], text=record["text"], title=record.get("title"), outlet=record.get("outlet"),
            author=record.get("author"), url=record.get("url"), lang=record.get("lang"), published_on=record.get("published"),
        )  # fmt: skip


def samples(lang: str) -> Case:
    """The shipped articles."""
    return _case(_read("samples"), lang)


def corpus(lang: str) -> Case:
    """The reader's corpus in four languages."""
    return _case(_read("corpus"), lang)


SETS = {"generated": generated, "samples": samples, "corpus": corpus}

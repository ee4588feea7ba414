"""Quality of the default reader, ``./vigie eval reading FOLDER [--json]``, and its training, ``… --train FOLDER…``.

Figures are cross-validated by story: for each fifth of the folder's stories the reader's models are trained on the other four
fifths and on the project's own corpus, then read the fifth they have not seen. ``--shipped`` measures the shipped models instead
(on documents they may have been trained on: an upper bound, and labelled so). Beside each figure stands a trivial reader's:
every clause with a strong trigger makes a claim of the first organisation and the second, as having happened.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import train
from floors import hold
from gold import CORPUS, DOCUMENTS, Gold, load
from measure import count, figures
from rich.console import Console
from rich.table import Table
from sentences import FOLDER as SENTENCES
from sentences import load_sentences
from trivial import trivial_claims

from vigie.atlas import load_atlas
from vigie.model import Claim, Reading
from vigie.reading import DefaultReader
from vigie.reading.claims import draw_claims
from vigie.reading.models import Models, shipped_models
from vigie.telling.records import reading_record

FOLDS = 5
SHOWN = (
    "entity_f1",
    "claim_f1",
    "whole_claim_f1",
    "status_accuracy",
    "named_source_accuracy",
    "date_accuracy",
    "number_accuracy",
    "flipped_fact_rate",
)
MODELS = Path(__file__).parents[2] / "src/vigie/reading/models.json.gz"


def main() -> None:
    """Print the figures, or train and write the models."""
    parser = argparse.ArgumentParser(prog="vigie eval reading", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="*", help="annotated documents, JSON or compact text")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--train", action="store_true", help="train on the corpus and the folders, write the shipped models")
    parser.add_argument("--shipped", action="store_true", help="measure the shipped models instead of cross-validating")
    parser.add_argument("--public", metavar="FOLDER", type=Path, help="also measure on the public sets in this folder")
    parser.add_argument("--hold", action="store_true", help="compare with the floors beside this file; fail where one is broken")
    parser.add_argument("--pin", action="store_true", help="with --hold: raise the floors to what was measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --pin: also lower them")
    arguments = parser.parse_args()
    golds = [gold for folder in arguments.folders for gold in load(folder)]
    if arguments.train:
        _train(golds)
        return
    if not golds:
        sys.exit("vigie eval reading: no annotated document found; name a folder of them, such as evals/reading/corpus")
    result = evaluate(golds, shipped=arguments.shipped)
    if arguments.public:
        from public import measure_public

        result["public"] = measure_public(arguments.public)
    if arguments.json:
        print(json.dumps(result, indent=1))
    else:
        show(result)
    if arguments.hold or arguments.pin:
        sys.exit(hold(result, fingerprint(golds), pin=arguments.pin, allow_lower=arguments.allow_lower))


def fingerprint(golds: list[Gold]) -> str:
    """A checksum of the documents measured on."""
    digest = hashlib.sha256()
    for gold in sorted(golds, key=lambda g: g.id):
        digest.update(json.dumps(gold.raw, sort_keys=True, ensure_ascii=False).encode())
    return digest.hexdigest()[:16]


def own_material() -> list[Gold]:
    """The project's own corpus: documents and sentences."""
    return [*load(CORPUS), *load(DOCUMENTS), *(Gold.of(raw) for raw in load_sentences(SENTENCES))]


def evaluate(golds: list[Gold], *, shipped: bool) -> dict[str, Any]:
    """Figures over all documents, by language, genre and type, and of the trivial reader."""
    reader = DefaultReader(load_atlas())
    laid = {gold.id: train.lay_out(gold, reader) for gold in golds}
    read: dict[str, dict[str, Any]] = {}
    if shipped:
        read = {key: _record(doc, shipped_models(), reader) for key, doc in laid.items()}
    else:
        own = [train.lay_out(gold, reader) for gold in own_material() if gold.id not in laid]
        for fold in folds(golds):
            models = train.train([*own, *(laid[g.id] for g in golds if g.raw["story"] not in fold)])
            read.update({g.id: _record(laid[g.id], models, reader) for g in golds if g.raw["story"] in fold})
    return {
        "how": "shipped models" if shipped else f"cross-validated by story, {FOLDS} folds",
        "fingerprint": fingerprint(golds),
        **summary(golds, read),
        "trivial": summary(golds, {k: _record(doc, None, reader) for k, doc in laid.items()})["all"],
    }


def folds(golds: list[Gold]) -> list[set[str]]:
    """The stories in ``FOLDS`` parts, dealt in alphabetical order."""
    stories = sorted({gold.raw["story"] for gold in golds})
    return [set(stories[i::FOLDS]) for i in range(min(FOLDS, len(stories)))]


def _record(doc: train.Laid, models: Models | None, reader: DefaultReader) -> dict[str, Any]:
    """One document as `vigie read --json` prints it, without what needs other documents."""
    document = doc.gold.document
    if models is None:
        claims: list[Claim] = trivial_claims(doc.pages, doc.cast, document)
    else:
        claims = draw_claims(doc.pages, doc.cast, document, reader.name, models)
    reading = Reading(
        document_id=document.id,
        reader=reader.name,
        lang=doc.pages[0].language.code,
        published_on=document.published_on,
        entities=doc.cast.listed(),
        mentions=(),
        claims=tuple(claims),
    )
    return reading_record(reading, story=None, copy_of=None, moves={})


def summary(golds: list[Gold], read: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Figures over all documents, by language, by genre, and claim figures by type."""
    every: Counter[str] = Counter()
    parts: dict[str, dict[str, Counter[str]]] = {
        "lang": defaultdict(Counter),
        "genre": defaultdict(Counter),
        "type": defaultdict(Counter),
    }
    for gold in golds:
        counts, by_type = count(gold.raw, read[gold.id])
        every.update(counts)
        for part in ("lang", "genre"):
            parts[part][gold.raw[part]].update(counts)
        for kind, more in by_type.items():
            parts["type"][kind].update(more)
    return {"all": figures(every), **{name: {k: figures(c) for k, c in sorted(groups.items())} for name, groups in parts.items()}}


def _train(golds: list[Gold]) -> None:
    """Train on everything given and the project's own material."""
    reader = DefaultReader(load_atlas())
    own = own_material()
    laid = {gold.id: train.lay_out(gold, reader) for gold in (*own, *golds)}
    packed = train.dump(train.train(list(laid.values())))
    MODELS.write_bytes(packed)
    Console(stderr=True).print(f"{len(laid)} documents and sentences → {MODELS.name}, {len(packed):,} bytes")


def show(result: dict[str, Any]) -> None:
    """Print the figures as tables."""
    console = Console()
    table = Table(
        title=f"Reading, {result['how']}", caption=f"{result['all']['docs']} documents, fingerprint {result['fingerprint']}"
    )
    table.add_column("")
    for name in SHOWN:
        table.add_column(name.replace("_", " "), justify="right")
    rows = [("trivial reader", result["trivial"]), ("all", result["all"]), *result["lang"].items(), *result["genre"].items()]
    for label, row in rows:
        table.add_row(
            label,
            *(f"{row[name]:.3f}" for name in SHOWN),
            style="bold" if label == "all" else "dim" if label.startswith("triv") else "",
        )
    console.print(table)
    types = Table(title="Claims by type")
    for name in ("type", "precision", "recall", "F1"):
        types.add_column(name, justify="left" if name == "type" else "right")
    for kind, row in result["type"].items():
        types.add_row(kind, f"{row['claim_precision']:.3f}", f"{row['claim_recall']:.3f}", f"{row['claim_f1']:.3f}")
    console.print(types)
    for name, rows_of in (result.get("public") or {}).items():
        public = Table(title=name)
        public.add_column("row")
        public.add_column("figure", justify="right")
        public.add_column("what")
        for row in rows_of:
            public.add_row(row["row"], f"{row['figure']:.3f}", row["what"])
        console.print(public)


if __name__ == "__main__":
    main()

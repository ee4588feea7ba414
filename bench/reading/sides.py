"""One side of the comparison, run in a process of its own by `__main__`: prints one JSON line. Times are CPU times."""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
import warnings
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from texts import WORDS, count_words, documents

if TYPE_CHECKING:
    from collections.abc import Callable

RUNS = 5
TAGS = 50
"""Tags of the English treebank (Penn tags)."""
RELATIONS = (
    *("acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound", "conj", "cop", "csubj", "dep"),
    *("det", "discourse", "dislocated", "expl", "fixed", "flat", "goeswith", "iobj", "list", "mark", "nmod", "nsubj", "nummod"),
    *("obj", "obl", "orphan", "parataxis", "punct", "reparandum", "ROOT", "vocative", "xcomp"),
)
"""The 37 relations of Universal Dependencies, version 2."""
FIRST = {
    "de": "Volkswagen verhandelt seit Montag mit Xpeng über eine gemeinsame Plattform für 2026.",
    "en": "Renault and Geely signed an agreement on Monday, people familiar with the matter said.",
    "fr": "Renault aurait rencontré Xiaomi mardi dernier à Paris, selon deux sources proches du dossier.",
    "zh": "据知情人士透露，小米拟于2026年与雷诺成立合资公司，双方均未置评。",
}


def ours(texts: list[tuple[str, str]]) -> dict[str, Any]:
    """The default reader: everything from names to claims. Ready is after one sentence in each language."""
    from vigie.atlas import load_atlas
    from vigie.model import Document
    from vigie.reading import DefaultReader

    reader = DefaultReader(load_atlas())
    for lang, text in FIRST.items():
        reader.read(Document(id=lang, text=text, published_on="2025-03-12"))
    ready = time.process_time()
    listed = [Document(id=str(i), text=text, published_on="2025-03-12") for i, (_, text) in enumerate(texts)]

    def run() -> int:
        return sum(len(reader.read(document).claims) for document in listed)

    return {"what": "vigie's default reader, claims and all", **_timed(run, texts), "start_s": ready}


def theirs(texts: list[tuple[str, str]]) -> dict[str, Any]:
    """A spaCy pipeline for each language: shared tok2vec, tagger, parser, and an entity ruler over the atlas's names.

    The weights are random, since no trained model is at hand; a matrix costs the same whatever it holds. The sizes are the
    defaults, which are those of spaCy's small models.
    """
    import spacy

    from vigie.atlas import load_atlas

    warnings.simplefilter("ignore")
    names = sorted({(n, r.kind.upper()) for r in load_atlas().records for n in r.all_names()})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    pipelines = {}
    for lang, sentence in FIRST.items():
        nlp = spacy.blank(lang)
        nlp.add_pipe("tok2vec")
        tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener}})
        shape = {
            "state_type": "parser",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
            "nO": None,
        }
        parser = nlp.add_pipe(
            "parser", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2", **shape, "tok2vec": listener}}
        )
        for i in range(TAGS):
            tagger.add_label(f"T{i}")  # type: ignore[attr-defined]
        for relation in RELATIONS:
            parser.add_label(relation)  # type: ignore[attr-defined]
        nlp.initialize()
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": kind, "pattern": name} for name, kind in names])  # type: ignore[attr-defined]
        list(nlp.pipe([sentence]))
        pipelines[lang] = nlp
    ready = time.process_time()
    by_language = {lang: [text for code, text in texts if code == lang] for lang in FIRST}

    def run() -> int:
        return sum(len(doc.ents) for lang, listed in by_language.items() for doc in pipelines[lang].pipe(listed))

    what = f"spaCy {version('spacy')}: tagger, parser (random weights), entity ruler of {len(names)} names"
    return {"what": what, **_timed(run, texts), "start_s": ready}


def _timed(run: Callable[[], int], texts: list[tuple[str, str]]) -> dict[str, float]:
    """Documents of 350 words for each CPU second, the median of several runs; found is what a run counts, to keep it honest."""
    seconds = []
    for _ in range(RUNS):
        start = time.process_time()
        found = run()
        seconds.append(time.process_time() - start)
    words = sum(count_words(text) for _, text in texts)
    middle = statistics.median(seconds)
    return {
        "documents_per_s": words / WORDS / middle,
        "words_per_s": words / middle,
        "slowest_run_s": max(seconds),
        "fastest_run_s": min(seconds),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "found": found,
    }


if __name__ == "__main__":
    wanted = sys.argv[2:]
    chosen = [(lang, text) for lang, text in documents() if not wanted or lang in wanted]
    print(json.dumps({"ours": ours, "spacy": theirs}[sys.argv[1]](chosen)))

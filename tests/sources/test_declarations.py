"""Declarations: strictly read, laid over the catalogue, changed without touching the rest of the file; OPML in and out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from vigie.errors import ConfigError, InputError
from vigie.model import SourceKind
from vigie.sources.declarations import FIELDS, dumped, load_catalogue, load_sources, record_of, source_of
from vigie.sources.edit import put_records, with_record
from vigie.sources.identity import clean_url, document_id, url_fault
from vigie.sources.opml import read_opml, slug, written_opml

if TYPE_CHECKING:
    from pathlib import Path

MINIMAL = {"id": "a", "name": "A", "kind": "feed", "url": "https://a.example/feed", "outlet": {"name": "A"}, "language": "fr"}


class TestCatalogue:
    def test_it_holds_eighty_sources_and_more_in_four_languages_of_every_role(self) -> None:
        catalogue = load_catalogue()
        assert len(catalogue) >= 80
        languages = Counter(one.language for one in catalogue.values())
        assert all(languages[lang] >= 15 for lang in ("fr", "en", "de", "zh"))
        roles = Counter(one.role for one in catalogue.values())
        assert all(roles[role] >= 8 for role in ("press", "business", "newsroom", "association", "authority"))

    def test_every_source_is_off_says_who_speaks_and_on_what_terms(self) -> None:
        for source in load_catalogue().values():
            assert not source.enabled
            assert source.licence
            assert source.outlet.country
            assert not source.allow_private
            assert source.url is not None
            assert url_fault(source.url) is None

    def test_no_address_stands_twice(self) -> None:
        addresses = Counter(clean_url(one.address) for one in load_catalogue().values())
        assert [address for address, times in addresses.items() if times > 1] == []

    def test_every_record_is_made_again_from_its_source(self) -> None:
        for source in load_catalogue().values():
            assert source_of(record_of(source), where="test") == source


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"colour": "red"}, "'colour'"),
        ({"id": "Not Good"}, "'id'"),
        ({"kind": "gopher"}, "'kind'"),
        ({"url": "ftp://a.example/"}, "is no http or https address"),
        ({"url": "https://name:word@a.example/"}, "holds a name or password"),
        ({"url": None}, "'url'"),
        ({"language": "French"}, "'language'"),
        ({"cadence": "often"}, "'cadence'"),
        ({"cadence": "0h"}, "'cadence'"),
        ({"outlet": "A"}, "'outlet'"),
        ({"outlet": {"name": "A", "country": "France"}}, "'outlet'"),
        ({"healthy": {"entries": -1}}, "'healthy'"),
        ({"healthy": {"dated": 2}}, "'healthy'"),
        ({"match": "("}, "no regular expression"),
        ({"most": 0}, "'most'"),
        ({"enabled": "yes"}, "'enabled'"),
        ({"auth": {"how": "basic"}}, "'auth'"),
        ({"auth": {"how": "basic", "password": "x", "env": "X"}}, "'auth'"),
        ({"auth": {"how": "header", "env": "X"}}, "'name' the header"),
        ({"kind": "folder", "url": None}, "'path'"),
        ({"kind": "imap"}, "imaps://"),
        ({"kind": "imap", "url": "imaps://mail.example:99999/INBOX"}, "imaps://"),
        ({"kind": "imap", "url": "imaps://[::1/INBOX"}, "imaps://"),
        ({"name": None}, "lacks 'name'"),
    ],
)
def test_what_can_not_be_is_refused_by_name(change: dict[str, Any], said: str) -> None:
    record = {name: value for name, value in {**MINIMAL, **change}.items() if value is not None}
    with pytest.raises(ConfigError) as error:
        source_of(record, where="sources.yml")
    assert said in str(error.value)
    assert "sources.yml" in str(error.value)


def test_every_field_is_documented_and_of_the_model() -> None:
    assert set(FIELDS) >= set(record_of(source_of({**MINIMAL, "enabled": True}, where="t"), whole=True))


class TestOverlay:
    def test_a_record_of_the_catalogue_s_id_changes_what_it_names_only(self, tmp_path: Path) -> None:
        path = tmp_path / "sources.yml"
        path.write_text("- {id: acea, enabled: true, cadence: 5h}\n", encoding="utf-8")
        before, after = load_catalogue()["acea"], load_sources(path)["acea"]
        assert (after.enabled, after.cadence.total_seconds(), after.url, after.name) == (True, 18_000, before.url, before.name)

    def test_a_source_of_one_s_own_stands_beside_the_catalogue(self, tmp_path: Path) -> None:
        path = tmp_path / "sources.yml"
        path.write_text(
            dumped([{**MINIMAL, "id": "mine", "kind": "folder", "path": "in", "url": None}]).replace("url: null", ""), "utf-8"
        )
        mine = load_sources(path)["mine"]
        assert (mine.kind, mine.path) == (SourceKind.FOLDER, str(tmp_path / "in"))

    @pytest.mark.parametrize("text", ["- {id: a}\n", "a: b\n", "- [", "- {name: x}\n", "- {id: acea}\n- {id: acea}\n", "- 3\n"])
    def test_a_broken_file_is_named(self, text: str, tmp_path: Path) -> None:
        path = tmp_path / "sources.yml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=r"sources\.yml"):
            load_sources(path)

    def test_without_a_file_there_is_the_catalogue(self, tmp_path: Path) -> None:
        assert load_sources(tmp_path / "none.yml") == load_catalogue()


class TestEdit:
    TEXT = (
        "# my sources\n- id: one\n  enabled: true  # yes\n\n# about two\n- {id: two, enabled: false}\n# the last\n- id: three\n"
        "  name: Three\n  enabled: true\n# end\n"
    )

    @pytest.mark.parametrize("name", ["one", "two", "three", "four"])
    def test_one_record_changes_and_the_comments_stay(self, name: str) -> None:
        changed = with_record(self.TEXT, {"id": name, "enabled": False, "cadence": "3h"})
        before = {one["id"]: one for one in yaml.safe_load(self.TEXT)}
        after = {one["id"]: one for one in yaml.safe_load(changed)}
        assert after == {**before, name: {**before.get(name, {}), "id": name, "enabled": False, "cadence": "3h"}}
        for comment in ("# my sources", "# about two", "# the last", "# end"):
            assert comment in changed

    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), st.sampled_from(["1h", "2d"])), max_size=12))
    def test_any_series_of_changes_ends_in_what_was_said_last(self, changes: list[tuple[str, bool, str]]) -> None:
        text, said = "", {}
        for name, enabled, cadence in changes:
            text = with_record(text, {"id": name, "enabled": enabled, "cadence": cadence})
            said[name] = {"id": name, "enabled": enabled, "cadence": cadence}
        assert {one["id"]: one for one in yaml.safe_load(text) or []} == said

    def test_a_file_that_can_not_be_changed_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "sources.yml"
        path.write_text("a: b\n", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"sources\.yml"):
            put_records(path, [{"id": "a"}])
        assert path.read_text(encoding="utf-8") == "a: b\n"


class TestOpml:
    def test_what_goes_out_comes_in(self) -> None:
        feeds = [source for source in load_catalogue().values() if source.kind is SourceKind.FEED]
        read = read_opml(written_opml(feeds).encode(), language="en")
        assert {(one.url, one.language) for one in read} == {(one.url, one.language) for one in feeds}
        assert len({one.id for one in read}) == len(read)

    def test_credentials_and_odd_addresses_stay_out(self) -> None:
        outlines = "".join(
            f'<outline text="{n}" xmlUrl="{url}"/>'
            for n, url in enumerate(("https://a.example/f", "file:///etc/passwd", "https://u:p@b.example/", "javascript:1", ""))
        )
        assert [one.url for one in read_opml(f"<opml><body>{outlines}</body></opml>".encode(), language="fr")] == [
            "https://a.example/f"
        ]

    @pytest.mark.parametrize("content", [b"", b"<rss/>", b"\xff\xfe", b"<opml"])
    def test_what_is_no_opml_is_refused(self, content: bytes) -> None:
        if content == b"<opml":
            assert read_opml(content, language="fr") == []
            return
        with pytest.raises(InputError):
            read_opml(content, language="fr")

    def test_entities_are_not_expanded(self) -> None:
        text = '<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/hostname">]><opml><body><outline text="&x;" xmlUrl="https://a.example/"/></body></opml>'
        [one] = read_opml(text.encode(), language="fr")
        assert one.name in ("https://a.example/", "&x;", "")

    def test_ids_are_made_of_names(self) -> None:
        assert slug("L'Usine Nouvelle : Économie", []) == "l-usine-nouvelle-economie"
        assert slug("盖世汽车", ["source"]) == "source-2"


@pytest.mark.parametrize(
    ("url", "cleaned"),
    [
        ("HTTPS://News.Example:443/a?utm_source=x&id=3#top", "https://news.example/a?id=3"),
        ("/b/c", "https://base.example/b/c"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/#!/page", "https://a.example/#!/page"),
        (" https://a.example/\n x ", "https://a.example/x"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_addresses_are_cleaned_one_way(url: str, cleaned: str | None) -> None:
    assert clean_url(url, "https://base.example/x/y") == cleaned


def test_documents_are_named_by_words_and_hash() -> None:
    assert document_id("https://a.example/2024/renault-xiaomi.html").startswith("renault-xiaomi-")
    assert document_id("https://a.example/1") != document_id("https://b.example/1")
    assert document_id("https://a.example/汽车").startswith("汽车-")

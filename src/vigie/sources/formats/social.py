"""Posts to documents: Mastodon's and Bluesky's public answers, exports from X and Weibo. Fetches nothing, follows nobody."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vigie.errors import UnreadableInput
from vigie.sources.dates import parse_date
from vigie.sources.formats.shape import Told, document_of, html_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from vigie.model import Document, Visit

__all__ = ["Post", "adapt", "parse_bluesky", "parse_mastodon", "parse_weibo", "parse_x"]

_X_SCRIPT = re.compile(r"^\s*window\.YTD\.[\w.]+\s*=\s*")
_PASSED_ON = re.compile(r"RT @(\w{1,30}): ?")
_MOST_POSTS = 200_000
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post."""

    key: str
    text: str
    url: str | None = None
    author: str | None = None
    handle: str | None = None
    published: str | None = None
    lang: str | None = None


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(f"it is broken JSON: {error}") from error


def parse_mastodon(text: str) -> list[Post]:
    """The statuses of an account, tag or timeline (``/api/v1/…``); boosts count as the post that they boost."""
    data = _loaded(text)
    if not isinstance(data, list):
        raise UnreadableInput("it is no list of statuses: give a Mastodon address below /api/v1/, or a profile's")
    posts = []
    for status in _dicts(data):
        inner = status.get("reblog")
        one = inner if isinstance(inner, dict) else status
        account = _dict(one.get("account"))
        url = _str(one.get("url")) or _str(one.get("uri"))
        warning = _str(one.get("spoiler_text"))
        words = "\n\n".join(filter(None, [warning, html_text(_str(one.get("content")) or "")]))
        if url and words.strip():
            posts.append(
                Post(
                    key=url,
                    url=url,
                    text=words,
                    author=_str(account.get("display_name")) or _str(account.get("acct")),
                    handle=_str(account.get("acct")),
                    published=_str(one.get("created_at")),
                    lang=_str(one.get("language")),
                )
            )
    return posts


def parse_bluesky(text: str) -> list[Post]:
    """The posts of ``app.bsky.feed.getAuthorFeed`` or a search; a repost counts as the post that it repeats."""
    data = _dict(_loaded(text))
    listed = data.get("feed") if isinstance(data.get("feed"), list) else data.get("posts")
    if not isinstance(listed, list):
        raise UnreadableInput("it is no answer of Bluesky: it has neither 'feed' nor 'posts'")
    posts = []
    for entry in _dicts(listed):
        post = _dict(entry.get("post")) or entry
        author, record = _dict(post.get("author")), _dict(post.get("record"))
        uri, handle = _str(post.get("uri")) or "", _str(author.get("handle"))
        words = _str(record.get("text")) or ""
        external = _dict(_dict(record.get("embed")).get("external"))
        card = ". ".join(filter(None, [_str(external.get("title")), _str(external.get("description"))]))
        if uri and (words or card):
            name = uri.rsplit("/", 1)[-1]
            langs = record.get("langs") if isinstance(record.get("langs"), list) else []
            posts.append(
                Post(
                    key=uri,
                    url=f"https://bsky.app/profile/{handle}/post/{name}" if handle else None,
                    text="\n\n".join(filter(None, [words, card])),
                    author=_str(author.get("displayName")) or handle,
                    handle=handle,
                    published=_str(record.get("createdAt")),
                    lang=_str(langs[0]) if langs else None,
                )
            )
    return posts


def parse_x(text: str) -> list[Post]:
    """Posts of X: the archive's ``tweets.js``, answers of the API's second version, or one post a line as collectors write them."""
    script = _X_SCRIPT.match(text)
    return list(_unique(_x_posts(_records(text[script.end() :] if script else text))))


def _x_posts(records: Iterator[dict[str, Any]]) -> Iterator[Post]:
    for record in records:
        users = {str(user.get("id")): user for user in _dicts(_dict(record.get("includes")).get("users"))}
        for told in _dicts(record.get("data") if isinstance(record.get("data"), list) else [record.get("tweet") or record]):
            # What is only passed on counts as the post that it passes on.
            tweet = next((one for name in ("retweeted_status", "retweetedTweet") if (one := _dict(told.get(name)))), told)
            user = _dict(tweet.get("user")) or _dict(tweet.get("author")) or users.get(str(tweet.get("author_id")), {})
            long = _str(_dict(tweet.get("note_tweet")).get("text"))
            names = ("full_text", "rawContent", "text", "content")
            words = long or next((found for name in names if (found := _str(tweet.get(name)))), "")
            number = _str(tweet.get("id_str")) or _str(tweet.get("id"))
            handle = next((h for name in ("username", "screen_name", "userName") if (h := _str(user.get(name)))), None)
            passed_on = _PASSED_ON.match(words)
            if passed_on is not None:
                handle, user, words = passed_on[1], {}, words[passed_on.end() :]
            if number and words:
                yield Post(
                    key=f"x:{number}",
                    url=_str(tweet.get("url")) or f"https://x.com/{handle or 'i'}/status/{number}",
                    text=_unescaped(words),
                    author=next((n for name in ("displayname", "name") if (n := _str(user.get(name)))), handle),
                    handle=handle,
                    published=next((d for name in ("created_at", "date", "createdAt") if (d := _str(tweet.get(name)))), None),
                    lang=_str(tweet.get("lang")),
                )


def parse_weibo(text: str) -> list[Post]:
    """Posts of Weibo: JSON as its own pages answer, JSON or CSV as the usual collectors write them."""
    if text.lstrip("\ufeff \r\n\t")[:1] not in ("{", "["):
        try:
            return list(_unique(_weibo_posts(dict(row) for row in csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))))
        except csv.Error as error:
            raise UnreadableInput(f"it is neither JSON nor a table: {error}") from error
    return list(_unique(_weibo_posts(_records(text))))


def _weibo_posts(records: Iterator[dict[str, Any]]) -> Iterator[Post]:
    for record in records:
        listed = next((record[name] for name in ("weibo", "statuses", "cards") if isinstance(record.get(name), list)), None)
        outer = _dict(record.get("user"))
        for one in _dicts(listed if listed is not None else [record]):
            post = _dict(one.get("mblog")) or one
            passed_on = next((p for name in ("retweeted_status", "retweet") if (p := _dict(post.get(name)))), None)
            if passed_on is not None:
                yield from _weibo_posts(iter([passed_on]))
            user = _dict(post.get("user")) or outer
            number = next((n for name in ("mid", "id", "微博id", "bid") if (n := _str(post.get(name)))), None)
            words = next(
                (w for name in ("longText", "text_raw", "text", "微博正文", "正文", "content") if (w := _str(post.get(name)))), ""
            )
            place = _str(post.get("bid")) or number
            author = next(
                (a for a in (_str(user.get("screen_name")), _str(post.get("screen_name")), _str(post.get("用户昵称"))) if a), None
            )
            if number and words:
                yield Post(
                    key=f"weibo:{number}",
                    url=f"https://weibo.com/{_str(user.get('id')) or _str(post.get('user_id')) or 'status'}/{place}",
                    text=html_text(words),
                    author=author,
                    handle=author,
                    published=next((d for name in ("created_at", "发布时间", "publish_time") if (d := _str(post.get(name)))), None),
                    lang="zh",
                )


def _records(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON document or of JSON lines; a broken line is left out."""
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise UnreadableInput("it is JSON nested too deeply") from error
    except ValueError:
        lines = [line for line in text.split("\n") if line.strip()][:_MOST_POSTS]
        sound = 0
        for line in lines:
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                continue
            sound += 1
            yield from _dicts([record])
        if not sound:
            raise UnreadableInput("it is broken JSON, and no line of it is sound") from None
        return
    yield from _dicts(data if isinstance(data, list) else [data])


def _unique(posts: Iterator[Post]) -> Iterator[Post]:
    seen: set[str] = set()
    for post in posts:
        if post.key not in seen:
            seen.add(post.key)
            yield post


def adapt(posts: list[Post], visit: Visit) -> Iterator[Document]:
    """A document for each post, with its author and its own day."""
    for post in posts:
        published = parse_date(post.published)
        extra = [("genre", "post")]
        if post.handle:
            extra.append(("handle", post.handle))
        told = Told(
            key=post.key,
            url=post.url,
            text=post.text,
            author=post.author,
            published_on=published,
            date_found="post" if published else None,
            lang=post.lang,
            extra=tuple(extra),
        )
        yield document_of(told, visit)


PARSERS: dict[str, Callable[[str], list[Post]]] = {
    "mastodon": parse_mastodon,
    "bluesky": parse_bluesky,
    "x": parse_x,
    "weibo": parse_weibo,
}


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _str(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None

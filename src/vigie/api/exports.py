"""Exports: the ledger in the forms that other programs read, and feeds for feed readers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response, StreamingResponse

from vigie.api.answer import ANSWERS, FOUND, page_of
from vigie.api.asked import Filter, HouseOf, Viewpoint
from vigie.telling import LANGUAGES, Messages
from vigie.telling.export import FORMATS, Wish, export_to, format_called

__all__ = ["router"]

router = APIRouter(prefix="/exports", tags=["exports"])
_SPOOL = 8_000_000
"""Bytes up to which an export is made in memory; beyond, in a file without a name."""
_PIECE = 65_536
_SERVED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The export.", "content": {one.media_type.partition(";")[0]: {} for one in FORMATS.values()}}
}


@router.get("", responses=ANSWERS)
def exports(request: Request) -> Response:
    """The formats, with what each can hold."""
    found = [
        {"format": one.name, "media_type": one.media_type, "what": list(one.whats), "says": one.says} for one in FORMATS.values()
    ]
    return page_of(request, found, None)


@router.get("/{form}", response_class=StreamingResponse, responses={**FOUND, **_SERVED})
def export(
    request: Request,
    house: HouseOf,
    desk: Viewpoint,
    wanted: Filter,
    form: Annotated[str, Path(max_length=20, description="A format of the list.", json_schema_extra={"enum": list(FORMATS)})],
    what: Annotated[str | None, Query(max_length=20, description="moves, claims, documents or network.")] = None,
    lang: Annotated[str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="Language of titles.")] = LANGUAGES[0],
) -> Response:
    """The moves that the filter lets through, or their claims, documents or network; whole before its first byte is sent.

    As `atom` or `rss` it is a feed of what was recorded last, of any view that the filter can say.
    """
    chosen, holds = format_called(form, what)
    base = str(request.base_url).rstrip("/")
    wish = Wish(what=holds, moves=wanted.filter(desk), say=Messages.load(lang), base=base, now=house.clock())
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - it is closed when its last byte is sent
    try:
        export_to(file, desk, chosen, wish)
    except BaseException:
        file.close()
        raise
    size = file.tell()
    file.seek(0)
    headers = {"content-length": str(size)}
    if chosen.name not in ("atom", "rss"):
        headers["content-disposition"] = f'attachment; filename="vigie-{holds}.{chosen.suffix}"'
    return StreamingResponse(_sent(file), media_type=chosen.media_type, headers=headers)


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece

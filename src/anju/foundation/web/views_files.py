"""GET /files/<token>/: stored files, to members who may read their purpose."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from anju.foundation import files
from anju.foundation.files.models import StoredFile
from anju.foundation.web.access import page
from anju.kernel.errors import Forbidden, NotFound

log = logging.getLogger("anju.files")
CHUNK = 64 << 10
INLINE = frozenset(
    {
        "image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf", "audio/webm", "audio/ogg", "audio/mp4",
    }
)  # fmt: skip
# A sandboxed PDF is not shown by browsers' own viewers, which run no script of ours anyway.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@require_safe
def serve(request: HttpRequest, token: uuid.UUID) -> HttpResponseBase:
    """Pictures and PDFs in the page, anything else as a download; `?download` asks for one."""
    file = StoredFile.objects.filter(token=token).first()
    purpose = files.purposes().get(file.purpose) if file else None
    if file is None or purpose is None:
        raise NotFound("file_not_found")
    if purpose.reading is not None and not request.actor.can(purpose.reading):  # type: ignore[attr-defined]
        raise Forbidden("permission_missing", permission=purpose.reading.code)
    etag = f'"{file.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _with_headers(HttpResponse(status=304), request, file, etag)
    span = _span(request.headers.get("Range", ""), file.size)
    if span is None:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    return _with_headers(_body(request, file, *span), request, file, etag)


serve_file = page(None)(serve)


def _body(request: HttpRequest, file: StoredFile, start: int, stop: int) -> HttpResponseBase:
    partial = (start, stop) != (0, file.size)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        try:
            response = StreamingHttpResponse(_pieces(files.open_file(file), start, stop - start))
        except FileNotFoundError as error:
            log.error("files.content_missing", extra={"sha256": file.sha256, "file": file.pk})
            raise NotFound("file_not_found") from error
    if partial:
        response.status_code = 206
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    response["Content-Length"] = str(stop - start)
    return response


def _with_headers(
    response: HttpResponseBase, request: HttpRequest, file: StoredFile, etag: str
) -> HttpResponseBase:
    inline = file.media_type in INLINE and "download" not in request.GET
    response["Content-Type"] = file.media_type
    response["Content-Disposition"] = content_disposition_header(not inline, file.name) or "attachment"
    response["Content-Security-Policy"] = PDF_POLICY if file.media_type == "application/pdf" else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "private, max-age=3600"
    # The middleware that compresses pages leaves alone what already names its encoding.
    response["Content-Encoding"] = "identity"
    return response


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """Half-open span of one asked range, the whole when none (or several) is asked, None when it lies outside."""
    found = RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    start, stop = int(first), min(int(last) + 1 if last else size, size)
    return (start, stop) if start < stop else None


def _pieces(handle: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with handle:
        handle.seek(start)
        while length > 0 and (piece := handle.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece

"""The page of an import in three steps: template, dry run, confirmation. The caller keeps the file and does the work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from anju.foundation.importing.columns import Workbook
from anju.foundation.importing.errors import FileProblem, ImportRefused
from anju.foundation.importing.marking import marked_copy
from anju.foundation.importing.package import MAX_BYTES
from anju.foundation.importing.reading import read_workbook
from anju.foundation.importing.result import ImportResult
from anju.foundation.importing.template import template_file
from anju.foundation.ui.export import download

SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPage:
    """An import behind one URL.

    keep: stores the upload and returns its token. kept: gives the stored bytes of a token back, None when there are
    none (any more) or they are not this user's. check: looks at the typed rows and calls `result.refuse` for what is
    wrong with them against the database; writes nothing. counts: (label, number) pairs for the preview. apply: calls
    the service that writes all rows in one transaction, and returns where to go. `template` includes "ui/import.html".
    """

    workbook: Workbook
    template: str
    keep: Callable[[HttpRequest, bytes, str], str]
    kept: Callable[[HttpRequest, str], bytes | None]
    apply: Callable[[HttpRequest, ImportResult], HttpResponse | str]
    check: Callable[[HttpRequest, ImportResult], None] | None = None
    counts: Callable[[HttpRequest, ImportResult], Sequence[tuple[Any, int]]] | None = None

    def respond(self, request: HttpRequest, context: Mapping[str, Any] | None = None) -> HttpResponseBase:
        """GET: the page, or `?template=xlsx`, or `?marked=<token>`. POST: a `file` for the dry run, or a `token`."""
        if request.GET.get("template") == "xlsx":
            return download(template_file(self.workbook), _("%(title)s模板") % {"title": self.workbook.title})
        try:
            return self._answer(request, context or {})
        except ImportRefused as refused:
            return self._page(request, context or {}, problems=refused.problems, status=422)

    def _answer(self, request: HttpRequest, context: Mapping[str, Any]) -> HttpResponseBase:
        if request.method == "GET" and "marked" in request.GET:
            result = self._dry_run(request, self._stored(request, request.GET["marked"]))
            return download(
                marked_copy(result), _("%(title)s（错误已标出）") % {"title": self.workbook.title}
            )
        if request.method != "POST":
            return self._page(request, context)
        if "token" in request.POST:
            token = request.POST["token"]
            result = self._dry_run(request, self._stored(request, token))
            if result.ok:
                return self._applied(request, result)
            return self._page(request, context, result=result, token=token, status=422)
        upload = request.FILES.get("file")
        if upload is None:
            raise ImportRefused("import.file_empty")
        if upload.size and upload.size > MAX_BYTES:
            raise ImportRefused(
                "import.file_too_large", size=f"{upload.size / (1 << 20):.1f}", limit=MAX_BYTES >> 20
            )
        content = upload.read()
        result = self._dry_run(request, content)
        token = _signer.sign(self.keep(request, content, upload.name or ""))
        return self._page(request, context, result=result, token=token, status=200 if result.ok else 422)

    def _dry_run(self, request: HttpRequest, content: bytes) -> ImportResult:
        result = read_workbook(self.workbook, content)
        if self.check is not None:
            self.check(request, result)
        return result

    def _stored(self, request: HttpRequest, token: str) -> bytes:
        try:
            content = self.kept(request, _signer.unsign(token))
        except BadSignature:
            content = None
        if content is None:
            raise ImportRefused("import.expired")
        return content

    def _applied(self, request: HttpRequest, result: ImportResult) -> HttpResponse:
        answer = self.apply(request, result)
        if isinstance(answer, HttpResponse):
            return answer
        response = HttpResponseRedirect(answer)
        response.status_code = 303
        return response

    def _page(
        self,
        request: HttpRequest,
        context: Mapping[str, Any],
        *,
        result: ImportResult | None = None,
        token: str = "",
        problems: Sequence[FileProblem] = (),
        status: int = 200,
    ) -> HttpResponse:
        counts = (
            [(sheet.declared.name, len(sheet.rows)) for sheet in result.sheets.values()] if result else []
        )
        if result is not None and result.ok and self.counts is not None:
            counts = list(self.counts(request, result))
        shown = {
            "workbook": self.workbook,
            "result": result,
            "errors": result.errors[:SHOWN] if result else [],
            "warnings": result.warnings[:SHOWN] if result else [],
            "counts": counts,
            "token": token,
            "problems": problems,
            "step": 2 if result is not None and result.ok else 1 if result is not None or problems else 0,
        }
        return render(request, self.template, {**context, "importing": shown}, status=status)


_signer = Signer(salt="anju.import")

"""Files made for one reader, sent under a name in his language."""

from __future__ import annotations

import io

from django.http import FileResponse

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
}


def attachment(data: bytes, name: str, form: str) -> FileResponse:
    """Send `data` as a file called `name`.`form`. Raises KeyError on a form that is not in TYPES."""
    return FileResponse(
        io.BytesIO(data), as_attachment=True, filename=f"{name}.{form}", content_type=TYPES[form]
    )

"""The one refusal of the reader: a document that cannot be read, with a stable code."""

from __future__ import annotations

from anju.kernel.errors import Invalid


class DocumentRefused(Invalid):
    """A document was refused before any reading; nothing has changed.

    code: empty_file, too_large, wrong_encoding, scanned_pdf, scanned_image,
    scan_too_long, encrypted_pdf, broken_file, unknown_format or table_only. params: figures for the message
    (size, limit, suffix, pages, count, total).
    """

"""The one refusal of the reader: a document that cannot be read, with a stable code."""

from __future__ import annotations


class DocumentRefused(Exception):
    """A document was refused before any reading; nothing has changed.

    code: empty_file, too_large, wrong_encoding, scanned_pdf, encrypted_pdf, broken_file,
    unknown_format or table_only. params: figures for the message (size, limit, suffix, pages).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in sorted(self.params.items()))
        return f"{self.code} ({details})" if details else self.code

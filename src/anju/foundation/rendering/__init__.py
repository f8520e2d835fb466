"""Documents from data: PDF and pictures by typst, Word by python-docx."""

from anju.foundation.rendering.typeset import FontMissing, pdf, pictures

__all__ = ["FontMissing", "pdf", "pictures"]

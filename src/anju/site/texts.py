"""Finds the texts of Django templates for Babel, which reads Python and Jinja2 by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

SHORT = re.compile(r"""{%\s*(?:trans|translate)\s+(["'])(?P<text>.*?)\1""", re.DOTALL)
BLOCK = re.compile(
    r"{%\s*block(?:trans|translate)(?P<options>[^%]*)%}(?P<text>.*?){%\s*endblock(?:trans|translate)\s*%}",
    re.DOTALL,
)
VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")


def extract(
    fileobj: BinaryIO, _keywords: Any, _comment_tags: Any, _options: Any
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield (line, function, text, comments) as Babel asks. Plural blocks are not used in our templates."""
    source = fileobj.read().decode("utf-8")
    for found in SHORT.finditer(source):
        yield source.count("\n", 0, found.start()) + 1, None, found["text"], []
    for found in BLOCK.finditer(source):
        text = VARIABLE.sub(r"%(\1)s", found["text"])
        if "trimmed" in found["options"]:
            text = " ".join(line.strip() for line in text.strip().splitlines())
        yield source.count("\n", 0, found.start()) + 1, None, text, []

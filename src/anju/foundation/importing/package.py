"""An XLSX file as a package of parts: opened with suspicion, refused with a reason."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import IO, Any
from xml.etree import ElementTree

from anju.foundation.importing.errors import ImportRefused

MAX_BYTES = 20 << 20
MAX_UNPACKED = 150 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
QUOTED = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]')
EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
)


class Package:
    """Parts of one file. Raises ImportRefused for whatever is no sound XLSX."""

    def __init__(self, content: bytes) -> None:
        _check_kind(content)
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except BROKEN as problem:
            raise ImportRefused("import.broken") from problem
        names = set(self._zip.namelist())
        if "xl/workbook.bin" in names:
            raise ImportRefused("import.xlsb")
        if "xl/workbook.xml" not in names:
            raise ImportRefused("import.not_xlsx")
        if sum(part.file_size for part in self._zip.infolist()) > MAX_UNPACKED:
            raise ImportRefused("import.too_much_inside")
        self._names = names
        self.sheet_parts: dict[str, str] = {}
        self.hidden_sheets: set[str] = set()
        self.epoch = EPOCH_1900
        self._read_workbook()
        self.strings = self._shared_strings()
        self.formats = self._number_formats()

    def open(self, part: str) -> IO[bytes]:
        return self._zip.open(part)

    def tree(self, part: str) -> Any:
        """The part as an element tree, or None when the file has no such part. Raises ImportRefused."""
        if part not in self._names:
            return None
        with refusing_broken(), self._zip.open(part) as opened:
            refuse_doctype(opened)
            return ElementTree.parse(opened).getroot()

    def _read_workbook(self) -> None:
        relations = self.tree("xl/_rels/workbook.xml.rels")
        targets = {} if relations is None else {one.get("Id"): one.get("Target", "") for one in relations}
        for element in self.tree("xl/workbook.xml").iter():
            match local_name(element.tag):
                case "workbookPr" if element.get("date1904") in ("1", "true"):
                    self.epoch = EPOCH_1904
                case "sheet":
                    relation = next((text for name, text in element.items() if local_name(name) == "id"), "")
                    target = str(targets.get(relation, ""))
                    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                    if part in self._names:
                        self.sheet_parts[element.get("name", "")] = part
                    if element.get("state", "visible") != "visible":
                        self.hidden_sheets.add(element.get("name", ""))

    def _shared_strings(self) -> list[str]:
        found: list[str] = []
        if "xl/sharedStrings.xml" not in self._names:
            return found
        with refusing_broken(), self.open("xl/sharedStrings.xml") as part:
            refuse_doctype(part)
            for _event, element in ElementTree.iterparse(part, events=("end",)):
                if element.tag.endswith("}si"):
                    found.append(text_of(element))
                    element.clear()
        return found

    def _number_formats(self) -> list[str]:
        """For each cell style: "date", "zeros:4" for a format that pads to four digits, or ""."""
        styles = self.tree("xl/styles.xml")
        if styles is None:
            return []
        codes: dict[int, str] = {}
        numbers: list[int] = []
        for element in styles.iter():
            if local_name(element.tag) == "numFmt":
                codes[int(element.get("numFmtId", 0))] = element.get("formatCode", "")
            elif local_name(element.tag) == "cellXfs":
                numbers = [int(one.get("numFmtId", 0)) for one in element]
        return [_format_kind(number, codes) for number in numbers]

    def moment(self, serial: float) -> date | datetime | None:
        """A day, or a day and time, from Excel's count of days; None out of its range."""
        if not 0 < serial < 2_958_466:
            return None
        if self.epoch is EPOCH_1900 and serial < 60:
            serial += 1
        moment = self.epoch + timedelta(seconds=round(serial * 86400))
        return moment.date() if moment.hour == moment.minute == moment.second == 0 else moment


class refusing_broken:
    """Turns whatever a damaged part makes the parsers raise into ImportRefused."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, problem: BaseException | None, _trace: Any) -> None:
        if problem is not None and not isinstance(problem, ImportRefused) and isinstance(problem, BROKEN):
            raise ImportRefused("import.broken") from problem


def refuse_doctype(part: IO[bytes]) -> None:
    """A sheet has no document type; one that has wants the parser to expand something."""
    if b"<!DOCTYPE" in part.peek(2000)[:2000]:  # type: ignore[attr-defined]
        raise ImportRefused("import.broken")


def local_name(tag: str) -> str:
    return tag.rpartition("}")[2]


def text_of(item: Any) -> str:
    """Text of a string item, its runs joined, phonetic hints left out."""
    parts: list[str] = []
    for child in item:
        name = local_name(child.tag)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts.extend(grand.text or "" for grand in child if local_name(grand.tag) == "t")
    text = "".join(parts)
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _check_kind(content: bytes) -> None:
    if not content:
        raise ImportRefused("import.file_empty")
    if len(content) > MAX_BYTES:
        raise ImportRefused(
            "import.file_too_large", size=f"{len(content) / (1 << 20):.1f}", limit=MAX_BYTES >> 20
        )
    if content.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise ImportRefused("import.encrypted" if locked else "import.old_xls")
    if not content.startswith(b"PK"):
        raise ImportRefused("import.not_xlsx")


def _format_kind(number: int, codes: dict[int, str]) -> str:
    code = codes.get(number)
    if code is None:
        return "date" if number in DATE_FORMATS else ""
    bare = QUOTED.sub("", code.split(";")[0])
    if re.fullmatch(r"0{2,}", bare):
        return f"zeros:{len(bare)}"
    return "date" if re.search(r"[ymdhs年月日]", bare, re.IGNORECASE) and "General" not in code else ""

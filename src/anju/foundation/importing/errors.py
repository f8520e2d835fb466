"""What can be wrong with an uploaded spreadsheet: the file as a whole, or one cell of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from anju.foundation.ui.messages import error_text
from anju.kernel.errors import Invalid


@dataclass(frozen=True, slots=True)
class FileProblem:
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return error_text(self.code, self.params)


class ImportRefused(Invalid):
    """The file cannot be read row by row. `problems` holds everything found, the first one is the error's own."""

    def __init__(self, code: str, problems: Sequence[FileProblem] = (), **params: object) -> None:
        super().__init__(code, "file", **params)
        self.problems = tuple(problems) or (FileProblem(code, params),)

    @classmethod
    def because(cls, problems: Sequence[FileProblem]) -> ImportRefused:
        return cls(problems[0].code, problems, **problems[0].params)


@dataclass(frozen=True, slots=True)
class CellError:
    """One cell that is wrong, or, as a warning, one that was read with a change.

    row: number as Excel shows it. column_letter, heading: "" when the whole row is meant. value: what stands there.
    """

    sheet: str
    row: int
    column_letter: str
    heading: str
    value: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def cell(self) -> str:
        return f"{self.column_letter}{self.row}"

    @property
    def message(self) -> str:
        return error_text(self.code, self.params)

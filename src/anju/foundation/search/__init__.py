"""Find anything from the top bar: by characters, pinyin or initials, from the middle of a name too."""

from anju.foundation.search.index import Entry, Hit, Kind, drop, find, fold, kind, matching, put

__all__ = ["Entry", "Hit", "Kind", "drop", "find", "fold", "kind", "matching", "put"]

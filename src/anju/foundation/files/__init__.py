"""Stored files: content-addressed on disk, described by a tenant row, served only to who may see their purpose."""

from anju.foundation.files.store import Purpose, keep, open_file, purpose, purposes

__all__ = ["Purpose", "keep", "open_file", "purpose", "purposes"]

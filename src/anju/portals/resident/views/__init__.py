"""Pages of the resident portal."""

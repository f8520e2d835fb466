"""Pages of estate."""

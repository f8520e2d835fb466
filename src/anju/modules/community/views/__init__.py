"""Pages of community life."""

"""Forms of community life: one file per subject."""

"""Grammar of commitments: one file per kind of expression."""

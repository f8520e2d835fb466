"""Every deed of a case as a form: what it asks, and what it does."""

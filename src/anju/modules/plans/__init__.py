"""Service plans: from a document to promises that run."""

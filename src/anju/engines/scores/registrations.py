"""What this package declares to the house."""

"""What the resident portal declares to the house."""

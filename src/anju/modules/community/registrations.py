"""What community declares to the house."""

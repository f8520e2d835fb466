"""What other modules may call."""

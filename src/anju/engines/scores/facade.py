"""What other packages may call of the scores engine."""

"""Rules of the scores engine: pure functions."""

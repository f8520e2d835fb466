"""The engine over JSON."""

"""The screen for a ringing telephone: its page, its parts, what is done on it, and the telephone system's hook."""

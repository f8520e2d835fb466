"""Documents of people."""

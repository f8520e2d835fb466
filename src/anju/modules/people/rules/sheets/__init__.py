"""Sheets of rooms and owners as other systems export them: what their cells surely mean, and what is wrong."""

"""What frontdesk declares to the house."""

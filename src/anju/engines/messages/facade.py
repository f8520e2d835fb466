"""What other packages may call of the messages engine; its words are in contracts."""

"""What other packages may know of scores: values only, no Django."""

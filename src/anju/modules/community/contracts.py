"""What other packages may know of community: values only, no Django."""

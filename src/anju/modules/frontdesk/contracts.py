"""What other packages may know of frontdesk: values only, no Django."""

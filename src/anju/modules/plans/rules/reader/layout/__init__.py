"""What lies on a page, put in order: the same for the text of a PDF and for what a scan was recognised as."""

"""What the pages and the lists show, read and never changed."""

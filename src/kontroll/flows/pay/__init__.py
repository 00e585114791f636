"""What is of one person: the talk of a leader with the one above her, and the pay of a leader. On no list of others."""

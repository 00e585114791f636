"""Facts: what was delivered, in columns with the file and line of every row; nothing is thrown away, only superseded."""

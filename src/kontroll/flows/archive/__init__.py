"""What is handed to the kommune's archive: each kind of decision in its own file, and all packed in one folder."""

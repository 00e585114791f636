"""Jobs: what the worker does by the clock: which job is due, that it runs once a day, and that somebody leads."""

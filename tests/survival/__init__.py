"""Survival: the small kommune is killed in the middle of everything, goes on, and ends as if nothing had been."""

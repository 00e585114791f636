"""The monthly run, from what it stands on to what it tells; monthly_run.py reads from top to bottom."""

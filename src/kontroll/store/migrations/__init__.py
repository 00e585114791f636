"""The database's versions: one file for each step, the same on SQLite and PostgreSQL."""

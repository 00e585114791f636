"""Bonus to tjenestesteder: who is put forward, what is decided by whom, and the archive of it."""

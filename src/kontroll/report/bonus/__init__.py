"""Bonus to tjenestesteder: why each gets it or not, in one year, and the archive of what was decided."""

"""Figures counted a second time, straight from the database file: no query, class or constant of the product is used."""

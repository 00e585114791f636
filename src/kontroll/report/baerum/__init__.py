"""Bærum-prøven as text, data and drawing."""

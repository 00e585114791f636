"""Bærum-prøven: cases planted and run back, and what the clean twin was told."""

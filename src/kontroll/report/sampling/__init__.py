"""Samples in words that somebody else can quote."""

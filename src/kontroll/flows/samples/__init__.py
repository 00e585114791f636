"""Samples: a stikkprøve is planned, promised, drawn, worked and reported, in an order that nobody can turn round."""

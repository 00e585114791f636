"""Betryggende kontroll seen as a whole: what exists and shows it, how it has grown, and how well the control itself works."""

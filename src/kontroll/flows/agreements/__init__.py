"""Resultatavtaler: drafted from the map, made in a talk, signed by two, followed up, and made up when the year is over."""

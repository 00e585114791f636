"""The columnar evaluator held against the plain one: random rules on random data, cell by cell."""

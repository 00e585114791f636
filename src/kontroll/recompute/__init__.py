"""A second evaluation of the rule language, for whoever will not take kontroll's word for it. Standard library only.

Why it shares nothing with the product, and the product nothing with it: it goes out with the revisor's package, is run where
there is no kontroll, and every test that holds the product against it would be worth nothing if both were wrong in one place.
It was written from the text of the rule language alone: exact fractions, one cell at a time, remembered per rule, subject and
month. How sentences that can be read in more than one way are read stands in `tests/oracle/NOTES.md`.
"""

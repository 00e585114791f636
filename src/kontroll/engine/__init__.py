"""Rules × facts become verdicts: a columnar evaluator, and a plain one that it is held against."""

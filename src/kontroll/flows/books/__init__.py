"""The books of the months: what was judged, by which rules, on what was known, and whether it still stands."""

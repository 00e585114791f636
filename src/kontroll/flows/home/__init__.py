"""A kommune's home: begun, upgraded, watched, checked, pruned, copied and restored."""

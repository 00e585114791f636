"""The map and the evaluation of the internal control, in words."""

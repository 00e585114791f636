"""The map, the evaluation and the agenda of a small kommune."""

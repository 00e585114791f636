"""The example kommune: built, and lived day by day by its people."""

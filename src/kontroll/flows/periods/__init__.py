"""The report of a month or a tertial to those who are elected: each figure with its grounds, counted as the year's is."""

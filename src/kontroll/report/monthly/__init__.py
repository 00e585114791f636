"""The report of a month or a tertial to those who are elected: what stands in it, and its files."""

"""Sources: one file per file format; the folder is the register.

To add one: a module here with `SOURCE = Source(suffixes=(".xyz",), read=...)`. Nothing else needs to know.
"""

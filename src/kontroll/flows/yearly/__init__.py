"""The yearly report on the internal control (kommuneloven § 25-2): one module a chapter, each figure with its grounds."""

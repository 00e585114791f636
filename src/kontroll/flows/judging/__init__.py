"""Rules judged outside a run: checked, tried back in time, explained, and asked of a folder."""

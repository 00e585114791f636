"""One answer explained: what was held against what and where it stands, which branch decided, and what would have changed it."""

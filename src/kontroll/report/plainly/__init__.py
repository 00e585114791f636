"""A rule in plain Norwegian: the whole of it as numbered sentences, for whoever leads by it and whoever decides by it."""

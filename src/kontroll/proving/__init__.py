"""Every rule proves itself: its own worked examples are run, and it is told what they leave unproven."""

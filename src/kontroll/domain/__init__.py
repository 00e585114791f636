"""What things are and how they may change: plain Python, no I/O, no clock, no randomness."""

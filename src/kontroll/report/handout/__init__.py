"""What a person is given about herself (personvernforordningen article 15): categories, and the files she gets."""

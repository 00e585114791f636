"""What comes in: found, told apart, checked, kept, and made facts of."""

"""Other systems: by which keys they come in, what they may say, and how they are told when something happens."""

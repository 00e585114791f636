"""The reglementer followed: what changed in them, which rules that asks somebody to look at, who has read them."""

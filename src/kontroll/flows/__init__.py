"""What the kommune does, one file per verb."""

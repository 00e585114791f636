"""Who somebody is on a day, how she comes in, and what the kommune's own words make of her."""

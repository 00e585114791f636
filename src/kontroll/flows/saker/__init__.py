"""What people and the calendar do with a sak, one file per verb."""

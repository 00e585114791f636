"""The monthly follow-up: who is asked to explain her month, what she says, who reads it, and what goes into the reports."""

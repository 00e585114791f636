"""What people are told of a month, as figures and lists; how it is printed or shown is decided by cli and web."""

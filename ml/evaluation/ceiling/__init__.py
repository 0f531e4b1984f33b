"""A person's ceiling: a sheet to judge by eye, and what a filled form says of a set."""

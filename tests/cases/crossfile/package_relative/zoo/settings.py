"""Settings of the zoo."""
WIDTH = 9

"""From paths on the command line to Python text: found, looked at, decoded, cut into cells."""

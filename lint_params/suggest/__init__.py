"""Smaller models of the same kind: changes to a chain that bring it to a target, each counted anew."""

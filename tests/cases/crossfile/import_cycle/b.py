"""Knows a."""
import a


def width():
    return a.BASE * 2

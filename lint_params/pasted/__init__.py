"""Printed ``model.summary()`` tables read back: what input and which arguments the numbers in them leave possible."""

"""Sizes."""
N_FEATURES = 6
HIDDEN = (N_FEATURES * 2, 5)
N_CLASSES = len(['yes', 'no', 'maybe'])

"""Sizes from the environment, with fallbacks."""
# expect: assumed
import os
from keras.layers import Dense, Input
from keras.models import Sequential

UNITS = int(os.environ.get('LINT_CASE_UNITS', '24'))
CLASSES = int(os.getenv('LINT_CASE_CLASSES', 5))
DEPTH = int(os.environ.get("LINT_CASE_DEPTH") or 2)
model = Sequential([Input((UNITS // 2,))] + [Dense(UNITS) for _ in range(DEPTH)] + [Dense(CLASSES)])

"""What all tests share."""

from __future__ import annotations

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
    os.environ.pop(variable, None)

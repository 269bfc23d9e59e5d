"""What all tests share."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
    os.environ.pop(variable, None)

# Never the cache of whoever runs the tests.
os.environ.setdefault("LINT_PARAMS_CACHE_DIR", tempfile.mkdtemp(prefix="lint-params-tests-"))

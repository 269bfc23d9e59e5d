"""What all tests share."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As where a shell starts a job in the background: what tests start would be deaf to ^C too.
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.default_int_handler)


os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
# Tests run on all cores already: TensorFlow's own threads cost a sixth of its time there, waiting for each other.
for variable in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
    os.environ.pop(variable, None)

# Never the cache of whoever runs the tests.
os.environ.setdefault("LINT_PARAMS_CACHE_DIR", tempfile.mkdtemp(prefix="lint-params-tests-"))

"""Loaded by the workers of a local cluster as they start: an interrupt is for the process that they work for."""

from __future__ import annotations

import signal


def dask_setup(worker: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)

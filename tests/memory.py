"""How much memory a process has held at the most.

Not by ``getrusage``: its maximum begins with that of the process that started this one.
"""

from __future__ import annotations

from pathlib import Path

STATUS = Path("/proc/self/status")
"""What Linux tells of this process."""


def peak() -> int:
    """The most that this process held, in bytes."""
    return int(STATUS.read_text().split("VmHWM:")[1].split()[0]) * 1024

"""What the figures were measured on."""

import os
import platform
import time
from pathlib import Path

QUIET_MS = 5.0
"""What `pace` answers on the machine that the bars were set for, when nobody else uses it."""
_STEPS = 20_000


def machine():
    """The processor, its cores and the Python, in a line."""
    name = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
                break
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}{load}"


def pace():
    """How fast the machine is just now: milliseconds for a fixed piece of work.

    A shared processor's pace can vary by half from minute to minute; a figure says little without.
    """
    start = time.perf_counter()
    counted = {}
    for step in range(_STEPS):
        key = str(step % 100)
        counted[key] = counted.get(key, 0) + step
    return (time.perf_counter() - start) * 1000

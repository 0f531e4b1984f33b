"""A limit on the memory of processes, as a container's: a control group's."""

import os
from contextlib import contextmanager
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup/memory")  # of version 1
ROOM = 4_000_000  # bytes more than they have


@contextmanager
def limited(pids: list[int]):
    """Let these, and what they start, have hardly more together than they have now.

    What they touched before counts for their old group; the kernel kills one of them
    where they have more.
    """
    group = GROUPS / f"digitsite-faults-{os.getpid()}"
    group.mkdir()
    try:
        (group / "memory.limit_in_bytes").write_text(str(ROOM))
        for pid in pids:
            (group / "cgroup.procs").write_text(str(pid))
        yield
    finally:
        for pid in (group / "cgroup.procs").read_text().split():
            (GROUPS / "cgroup.procs").write_text(pid)
        group.rmdir()

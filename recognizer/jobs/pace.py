"""How a worker gives way to the visitors of its machine."""

import os
from contextlib import suppress
from pathlib import Path

AUTOGROUP = Path("/proc/self/autogroup")


def give_way(niceness: int) -> None:
    """Make this process nice, and those that it starts.

    Linux may share the CPU among sessions first, so that niceness counts only within
    one ("autogroup", man 7 sched). A worker with a session of its own makes that nice.
    """
    os.nice(niceness)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # another system, or one without autogroups
            AUTOGROUP.write_text(str(niceness))

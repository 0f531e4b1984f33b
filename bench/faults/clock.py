"""The wall clock of the site's processes, which may be set while they run.

By a library of ours, preloaded: Linux's time namespaces have no wall clock of their
own, and libfaketime stops Python's sleep() where the monotonic clock is to go on.
"""

import os
import struct
import subprocess
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_suffix(".c")


class Clock:
    """As where somebody sets the machine's clock: the monotonic one goes on."""

    def __init__(self, folder: Path):
        self.file, library = folder / "clock", folder / "clock.so"
        self.file.write_bytes(bytes(8))
        self.file.chmod(0o644)
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, SOURCE], check=True)
        self.environment = {"LD_PRELOAD": str(library), "CLOCK_FILE": str(self.file)}

    def set(self, seconds: int) -> None:
        """Let it be so many seconds later than it is."""
        with self.file.open("r+b") as file:
            file.write(struct.pack("=q", seconds))

    @contextmanager
    def preloaded(self):
        """Processes that are started meanwhile go by it."""
        os.environ.update(self.environment)
        yield
        for name in self.environment:
            del os.environ[name]

"""Memory that large pictures took goes back to the system, not to a later picture."""

import ctypes

# Parameters of glibc's mallopt(3). By default both limits grow with what is freed, up
# to 32 and 64 MB, and each thread's arena keeps as much.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
MAPPED_FROM = 1_000_000  # bytes: larger blocks are mapped, and unmapped when freed
TRIMMED_FROM = 4_000_000  # bytes free at an arena's end: a canvas's buffers stay


def return_large_blocks() -> None:
    """Ask glibc for fixed limits; another C library goes on as it does."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(MMAP_THRESHOLD, MAPPED_FROM)
        mallopt(TRIM_THRESHOLD, TRIMMED_FROM)

"""Memory that large pictures took goes back to the system, not to a later picture."""

import ctypes

# glibc's mallopt(3): by default the limits grow with what is freed, up to 32 and 64 MB,
# and each thread's arena keeps as much.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
LARGE = 1_000_000  # bytes: larger blocks are mapped, and unmapped when freed
KEPT = 4_000_000  # bytes at an arena's end: a canvas's buffers are not asked for anew


def return_large_blocks() -> None:
    """Ask glibc for fixed limits; another C library goes on as it does."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(MMAP_THRESHOLD, LARGE)
        mallopt(TRIM_THRESHOLD, KEPT)

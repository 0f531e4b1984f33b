"""How commands end, beside 0 and 1."""

STOPPED = 130  # as a shell's after Ctrl-C

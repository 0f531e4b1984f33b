"""Runs the site on one machine: what the Procfile names, until one of it ends.

    python -m digitsite.processes

A deployment has each line of the Procfile started by its own service manager.
"""

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from honcho import manager
from honcho.environ import parse_procfile
from honcho.printer import Printer

GRACE = 30  # s that a process may take to end; gunicorn's requests have 20
BY_SIGNAL = (130, 143)  # Ctrl-C and SIGTERM, which are how it is to end


def main() -> int:
    try:
        from digitsite import settings
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")
    manager.KILL_WAIT = GRACE
    # No prefix: each line says when it was written and by what, or is JSON.
    processes = manager.Manager(Printer(sys.stdout, prefix=False))
    commands = parse_procfile((settings.BASE_DIR / "Procfile").read_text()).processes
    names = ["web", "worker", "beat"] if settings.SCHEDULES else ["web", "worker"]
    for name in names:
        processes.add_process(name, commands[name], env=environment())
    processes.loop()
    return 0 if processes.returncode in BY_SIGNAL else processes.returncode


def environment() -> dict[str, str]:
    """Ours, in which the Procfile's programs are those of this Python."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {"PATH": path}


if __name__ == "__main__":
    sys.exit(main())

"""One image's root, and programs in it as a container would run them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from bench.image.store import Store
from bench.load import children

# Each program has its mounts and process numbers to itself, and sees the image
# read-only; then it gives up being root. $1 is the image's root, $2 its user, and each
# word of $3 a folder that it may write.
ISOLATE = """
set -eu
root=$1 user=$2 writable=$3
shift 3
mount --make-rprivate /
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for folder in $writable; do
  mount -t tmpfs -o "mode=1777" tmpfs "$root$folder"
done
exec chroot "$root" setpriv --reuid="${user%:*}" --regid="${user#*:}" --clear-groups \\
  --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
"""
NAMESPACES = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]


class Container:
    writable = "/tmp /var/lib/digitsite"  # noqa: S108  # as compose.yaml has them

    def __init__(self, store: Store, image: str, settings: dict[str, str]):
        self.root: Path = store.mount(image)
        self.configuration = store.configuration(image)
        of_image = dict(name.split("=", 1) for name in self.configuration["Env"])
        self.environment = of_image | {"HOME": "/tmp"} | settings  # noqa: S108

    def isolated(self, *command: str, writable: str = "") -> list[str]:
        configuration = self.configuration
        folders = f"{self.writable} {writable}"
        isolate = ["sh", "-c", ISOLATE, "sh", str(self.root), configuration["User"]]
        # By env, since chroot starts at /.
        start = ["env", f"--chdir={configuration['WorkingDir']}", *command]
        return [*NAMESPACES, *isolate, folders, *start]

    def run(self, *command: str, writable: str = "") -> str:
        """What the command prints; it has to succeed."""
        done = subprocess.run(
            self.isolated(*command, writable=writable),
            env=self.environment,
            stdout=subprocess.PIPE,
            check=False,
            text=True,
        )
        if done.returncode:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}.")
        return done.stdout

    def start(self, log: Path, *command: str) -> subprocess.Popen:
        """Start the command, else the image's own."""
        with log.open("w") as output:
            return subprocess.Popen(
                self.isolated(*(command or self.configuration["Cmd"])),
                env=self.environment,
                stdout=output,
                stderr=output,
            )

    def stop(self, process: subprocess.Popen) -> int:
        """Send the image's signal; return how the command ended."""
        (first,) = children(process.pid)
        os.kill(first, signal.Signals[self.configuration["StopSignal"]])
        return process.wait(timeout=60)

"""Hosts: network namespaces with a cable each to one switch, and their programs."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

PREFIX = "digits-"
SWITCH = (
    f"{PREFIX}switch"  # a namespace of its own: the machine's network stays as it is
)
NETWORK = "10.77.0"


def ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def make_switch() -> None:
    remove_all()
    ip("netns", "add", SWITCH)
    ip("-n", SWITCH, "link", "add", "switch", "type", "bridge")
    ip("-n", SWITCH, "link", "set", "switch", "up")


def remove_all() -> None:
    """Remove every host, and end what runs there."""
    listed = subprocess.run(["ip", "netns"], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines():
        name = line.split()[0]
        if name.startswith(PREFIX):
            there = ["ip", "netns", "pids", name]
            pids = subprocess.run(there, capture_output=True, text=True, check=True)
            for pid in pids.stdout.split():
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
            ip("netns", "delete", name)


class Host:
    """One machine, with an address, a host name, a log and one program."""

    def __init__(self, name: str, number: int, folder: Path):
        self.name, self.address = name, f"{NETWORK}.{number}"
        self.namespace = PREFIX + name
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen | None = None
        self._connect()

    def _connect(self) -> None:
        ip("netns", "add", self.namespace)
        cable = ["type", "veth", "peer", "name", "eth0", "netns", self.namespace]
        ip("-n", SWITCH, "link", "add", self.name, *cable)
        ip("-n", SWITCH, "link", "set", self.name, "master", "switch", "up")
        ip("-n", self.namespace, "address", "add", f"{self.address}/24", "dev", "eth0")
        ip("-n", self.namespace, "link", "set", "eth0", "up")
        ip("-n", self.namespace, "link", "set", "lo", "up")

    def start(self, *command: object, user: str | None = None, **settings: str) -> None:
        """Start its program in a session of its own: all of it can be ended."""
        as_user = ["setpriv", "--reuid", user, "--clear-groups"] if user else []
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self._here(*as_user, *command),
                env=os.environ | settings,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def run(self, *command: object, **settings: str) -> subprocess.CompletedProcess:
        """Run another command there, to its end."""
        environment = os.environ | settings
        return subprocess.run(
            self._here(*command), env=environment, capture_output=True, check=False
        )

    def _here(self, *command: object) -> list[str]:
        named = f'hostname {self.name}; exec "$@"'
        there = ["ip", "netns", "exec", self.namespace, "unshare", "--uts"]
        return [*there, "sh", "-c", named, "sh", *map(str, command)]

    def send(self, number: int) -> None:
        """To all its processes at once."""
        assert self.process
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        self.send(signal.SIGKILL)
        self.end()

    def stop(self) -> None:
        self.send(signal.SIGTERM)
        self.end()

    def end(self) -> None:
        assert self.process
        self.process.wait(timeout=60)

    def cut_off(self) -> None:
        """Pull its cable: whoever talks with it waits."""
        ip("-n", SWITCH, "link", "set", self.name, "down")

    def reconnect(self) -> None:
        ip("-n", SWITCH, "link", "set", self.name, "up")

"""How pip of this machine reaches its packages, for the pip of a build.

Behind a proxy or an index of one's own, pip is configured: by a file or by variables.
Neither is in the images, so each build has it mounted.
"""

import shlex
import subprocess
import sys
from pathlib import Path

CERTIFICATES = "/run/machine/certificates.pem"
PLAIN = ("index-url", "proxy", "timeout", "trusted-host")  # they name no file


def pip_mounts(folder: Path) -> list[str]:
    """Volumes with a pip.conf, and with the certificates that it names."""
    settings = dict(map(setting, listed()))
    mounts = []
    lines = [f"{name} = {settings[name]}" for name in PLAIN if name in settings]
    if "cert" in settings:
        lines.append(f"cert = {CERTIFICATES}")
        mounts.append(f"{settings['cert']}:{CERTIFICATES}:ro")
    if not lines:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "pip.conf"
    configuration.write_text("\n".join(["[global]", *lines, ""]))
    return [f"{configuration}:/etc/pip.conf:ro", *mounts]


def listed() -> list[str]:
    command = [sys.executable, "-m", "pip", "config", "list"]
    return subprocess.check_output(command, text=True).splitlines()


def setting(line: str) -> tuple[str, str]:
    """The name and value of a line like global.timeout='60'."""
    name, _, value = line.partition("=")
    return name.rpartition(".")[2], " ".join(shlex.split(value))

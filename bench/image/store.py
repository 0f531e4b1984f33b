"""buildah, with images and layers in a folder of its own."""

import json
import subprocess
from pathlib import Path

from bench.image.pip_settings import pip_mounts

ROOT = Path(__file__).parents[2]
CHROOT = ["--isolation", "chroot", "--network", "host"]


class Store:
    def __init__(self, folder: Path):
        self.folder = folder
        self._mounts = pip_mounts(folder)
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str | Path) -> str:
        """What buildah answers to that command."""
        places = ["--root", self.folder / "layers", "--runroot", self.folder / "run"]
        command = ["buildah", "--log-level=error", *places, *arguments]
        done = subprocess.run(
            [*map(str, command)], check=True, stdout=subprocess.PIPE, text=True
        )
        return done.stdout.strip()

    def build(self, target: str) -> None:
        """Execute the Dockerfile up to that stage."""
        print(f"== Building {target}", flush=True)
        options = ["--pull-never", "--layers", "--format", "docker", *CHROOT]
        volumes = [f"--volume={mount}" for mount in self._mounts]
        image = ["--target", target, "--tag", target]
        self.run("build", "--quiet", *options, *volumes, *image, ROOT)

    def configuration(self, image: str) -> dict:
        """What the image says of its user, command, health check and so on."""
        answer = self.run("inspect", "--type", "image", image)
        return json.loads(answer)["Docker"]["config"]

    def mount(self, image: str) -> Path:
        """A folder with the files of the image."""
        container = self.run("from", "--pull-never", image)
        return Path(self.run("mount", container))

    def unmount(self) -> None:
        self.run("rm", "--all")

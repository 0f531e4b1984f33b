"""Does what Heroku's buildpack for Python does, and packs what comes of it."""

import fnmatch
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# What Heroku's archive of Python leaves out.
NOT_IN_PYTHON = (
    *("test", "tests", "idlelib", "tkinter", "turtledemo", "site-packages"),
    *("*.a", "*.opt-?.pyc"),
)
PIP = ["pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]


def build(app: Path, environment: dict[str, str]) -> None:
    """Make the app's folder: the committed code, Python, packages, static files."""
    app.mkdir()
    archive = subprocess.run(
        ["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", app], input=archive.stdout, check=True)
    for path in list(ignored(app)):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    install_python(app / ".heroku" / "python")
    python = app / ".heroku" / "python" / "bin" / "python"
    subprocess.run([python, "-m", *PIP, "-r", "requirements.txt"], cwd=app, check=True)
    subprocess.run(
        [python, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=app,
        env=environment,
        check=True,
    )
    subprocess.run(["bin/post_compile"], cwd=app, check=True)


def ignored(app: Path) -> Iterator[Path]:
    """The files and folders that .slugignore names: /folder, or a pattern anywhere."""
    for line in (app / ".slugignore").read_text().splitlines():
        if line.startswith("/"):
            yield app / line[1:]
        elif line and not line.startswith("#"):
            yield from (p for p in app.rglob("*") if fnmatch.fnmatch(p.name, line))


def install_python(folder: Path) -> None:
    """Make a Python of its own there: the slug brings one."""
    subprocess.run([sys.executable, "-m", "venv", "--copies", folder], check=True)
    library = Path(sysconfig.get_path("stdlib"))
    shutil.copytree(
        library,
        folder / "lib" / library.name,
        ignore=shutil.ignore_patterns(*NOT_IN_PYTHON),
        dirs_exist_ok=True,
    )


def pack(app: Path, slug: Path) -> None:
    subprocess.run(["tar", "-czf", slug, "-C", app.parent, app.name], check=True)


def unpack(slug: Path, app: Path) -> None:
    """Put the slug where it was built: its programs name the folder of their Python."""
    shutil.rmtree(app)
    subprocess.run(["tar", "-xzf", slug, "-C", app.parent], check=True)


def size(folder: Path) -> int:
    """The bytes of its files."""
    return sum(
        (Path(parent) / name).lstat().st_size
        for parent, _, names in os.walk(folder)
        for name in names
    )

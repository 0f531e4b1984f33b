"""The base image, which nobody can pull here: by debootstrap, slim as Debian's own."""

import shutil
import subprocess
from pathlib import Path

from dockerfile_parse import DockerfileParser

from bench.image.store import ROOT, Store

# What Debian leaves out of its slim images.
EXCLUDED = ["doc", "info", "lintian", "locale", "man"]
INCLUDED = ["/usr/share/doc/*/copyright", "/usr/share/locale/locale.alias"]
REMOVE_CACHES = (
    '{ "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };\n'
)
APT = (
    f"DPkg::Post-Invoke {REMOVE_CACHES}"
    f"APT::Update::Post-Invoke {REMOVE_CACHES}"
    'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";\n'
    'Acquire::Languages "none";\n'
)


def make_base_image(store: Store) -> str:
    """Make the image that the Dockerfile starts from, unless it is there."""
    name = DockerfileParser(str(ROOT / "Dockerfile")).parent_images[0]
    image = f"docker.io/library/{name}"
    if store.run("images", "--quiet", "--filter", f"reference={image}"):
        return image
    release = name.removeprefix("debian:").removesuffix("-slim")
    print(f"== Making {name} by debootstrap", flush=True)
    container = store.run("from", "scratch")
    root = Path(store.run("mount", container))
    bootstrap(release, root)
    make_slim(root)
    store.run("config", "--cmd", "bash", container)
    store.run("commit", "--quiet", "--rm", container, image)
    return image


def bootstrap(release: str, root: Path) -> None:
    command = ["debootstrap", "--variant=minbase", release, str(root), *mirror()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def mirror() -> list[str]:
    """Where this machine's apt has Debian from; else debootstrap knows one."""
    listing = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Origin: Debian"]
    addresses = subprocess.check_output(listing, text=True).split()
    return sorted(address for address in addresses if address.endswith("/debian/"))[:1]


def make_slim(root: Path) -> None:
    excluded = [f"path-exclude /usr/share/{name}/*\n" for name in EXCLUDED]
    included = [f"path-include {path}\n" for path in INCLUDED]
    (root / "etc/dpkg/dpkg.cfg.d/docker").write_text("".join(excluded + included))
    (root / "etc/apt/apt.conf.d/docker").write_text(APT)
    wanted = {path for pattern in INCLUDED for path in root.glob(pattern[1:])}
    for name in EXCLUDED:
        for path in (root / "usr/share" / name).rglob("*"):
            if (path.is_file() or path.is_symlink()) and path not in wanted:
                path.unlink()
    for folder in ("var/lib/apt/lists", "var/cache/apt", "var/log"):
        shutil.rmtree(root / folder)
        (root / folder).mkdir()

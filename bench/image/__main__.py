"""See the package."""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import bench.image
from bench.image.compose import check_compose
from bench.image.debian import make_base_image
from bench.image.sizes import print_sizes
from bench.image.store import Store
from bench.image.trial import try_images

TARGETS = ["web", "worker", "train"]


def main() -> None:
    options = parse()
    if os.geteuid() != 0 or not (shutil.which("buildah") and shutil.which("setpriv")):
        sys.exit("This takes root, and apt-get install buildah debootstrap.")
    with tempfile.TemporaryDirectory(prefix="digitsite-image-") as folder:
        store = Store(options.store or Path(folder))
        try:
            base = make_base_image(store)
            check_compose(store, base)
            for target in options.targets:
                store.build(target)
            print_sizes(store, options.targets)
            try_images(store, options.targets)
        finally:
            store.unmount()


def parse():
    parser = argparse.ArgumentParser(description=bench.image.__doc__.splitlines()[0])
    parser.add_argument("--targets", nargs="+", choices=TARGETS, default=TARGETS)
    parser.add_argument("--store", type=lambda path: Path(path).resolve())
    return parser.parse_args()


if __name__ == "__main__":
    main()

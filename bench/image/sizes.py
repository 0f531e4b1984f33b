"""How large the images are: unpacked, and as they are pulled, compressed by gzip."""

import json
import shutil

from bench.image.store import Store


def print_sizes(store: Store, targets: list[str]) -> None:
    print(f"{'image':8}{'unpacked':>10}{'to pull MB':>12}{'layers':>8}")
    for target in targets:
        layers = pulled_layers(store, target)
        unpacked = unpacked_size(store, target)
        print(f"{target:8}{unpacked:>10}{sum(layers) / 1e6:12.0f}{len(layers):8}")


def unpacked_size(store: Store, target: str) -> str:
    """Such as "345 MB"."""
    images = json.loads(store.run("images", "--json"))
    name = f"localhost/{target}:latest"
    return next(image["size"] for image in images if name in (image["names"] or []))


def pulled_layers(store: Store, target: str) -> list[int]:
    """The sizes in bytes of the layers, the base's first."""
    folder = store.folder / "pushed"
    store.run("push", "--quiet", target, f"oci:{folder}:{target}")
    blobs = folder / "blobs/sha256"
    index = json.loads((folder / "index.json").read_text())
    digest = index["manifests"][0]["digest"].removeprefix("sha256:")
    manifest = json.loads((blobs / digest).read_text())
    shutil.rmtree(folder)
    return [layer["size"] for layer in manifest["layers"]]

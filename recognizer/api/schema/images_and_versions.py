"""How pictures, tiles and versions are read."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse

from recognizer.api import images, versions
from recognizer.api.schema.components import ref
from recognizer.api.schema.descriptions import (
    JSON,
    OWN,
    UNCHANGED,
    answer,
    describe,
    etag,
    operation,
    refusals,
)
from recognizer.api.schema.examples import VERSION
from recognizer.api.schema.lists import PAGES


def image(*media_types: str) -> dict:
    return {
        (200, *media_types): OpenApiResponse(OpenApiTypes.BINARY, "The image."),
        304: UNCHANGED,
        **refusals("no scope read", "no such drawing"),
    }


describe(
    images.PictureView,
    get=operation(
        "get_picture",
        "Get the picture that is kept",
        image("image/png", "image/jpeg", "image/webp"),
        OWN,
        etag("image"),
    ),
)
describe(
    images.TileView,
    get=operation("get_tile", "Get the tile", image("image/png"), OWN, etag("image")),
)
describe(
    versions.VersionsView,
    get=operation(
        "list_versions",
        "List the versions of the network",
        {
            (200, JSON): answer(ref("Version"), "The newest first.", {"base": VERSION}),
            304: UNCHANGED,
            **refusals("wrong cursor"),
        },
        *PAGES,
        etag("page"),
        tag="versions",
    ),
)

"""What axe finds to mend on a page: https://github.com/dequelabs/axe-core."""

from axe_playwright_python.sync_playwright import Axe

SCHEMES = ["light", "dark"]
# The admin's links fade from one theme's colour to the other's.
FADED = "Promise.allSettled(document.getAnimations().map(({ finished }) => finished))"


def findings(page):
    """What axe finds in either theme: the elements, by theme and rule."""
    # No preload: the security policy refuses the styles that axe would add.
    options = {"resultTypes": ["violations"], "preload": False}
    elements = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(FADED)
        for finding in Axe().run(page, options=options).response["violations"]:
            nodes = [node["html"] for node in finding["nodes"]]
            elements[scheme, finding["id"]] = nodes
    return elements

"""What the pages weigh for who opens them for the first time.

    python -m bench.page_weight http://127.0.0.1:8000 [--paths / /about/] [--locale de]

Prints for each page how many requests it makes, what they bring over the network, what
of that is the page itself, and how much moves while it loads. What the service worker
fetches after the page is there is not counted.
"""

import argparse

from playwright.sync_api import sync_playwright

from tests.support.browser import QUIET, find_chromium
from tests.support.page_weight import weigh

PATHS = ["/", "/drawings/", "/about/", "/about/network/", "/nowhere"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", help="its address: http://127.0.0.1:8000")
    parser.add_argument("--paths", nargs="+", default=PATHS)
    parser.add_argument("--locale", default="en", help="what the browser asks for")
    options = parser.parse_args()
    print("| page | requests | kB | of it HTML | layout shift |")
    print("|---|---:|---:|---:|---:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=[*QUIET, "--no-sandbox"]
        )
        for path in options.paths:
            context = browser.new_context(base_url=options.site, locale=options.locale)
            weight = weigh(context.new_page(), path)
            context.close()
            print(
                f"| `{path}` | {weight.requests} | {weight.transferred / 1e3:.1f} "
                f"| {weight.html / 1e3:.1f} | {weight.shift:.3f} |"
            )
        browser.close()


if __name__ == "__main__":
    main()

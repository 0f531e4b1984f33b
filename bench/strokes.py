"""How long a pointer's move takes to be painted, beside the same page's earlier code.

    git worktree add ../before main
    python -m bench.strokes --before ../before [--moves 400] [--strokes 4]

Both pads stand on one page of 800 pixels at two device pixels each. Each gets a drawing
of several strokes and then, in turn, one move of a further stroke per frame. Median
and 95th percentile in milliseconds: of the page's own work for a move, and from the
move to the end of the frame that shows it; the ratios travel between machines.
"""

import argparse
import functools
import http.server
import json
import statistics
import tempfile
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.browser import QUIET, find_chromium

ROOT = Path(__file__).parent.parent
PAGE = """<!doctype html><style>canvas { width: 700px; height: 700px }</style>
<canvas width="280" height="280"></canvas><canvas width="280" height="280"></canvas>
<script type="module" src="bench.js"></script>"""
SCRIPT = """
const names = ["before", "after"];
const canvases = [...document.querySelectorAll("canvas")];
const pen = () => ({ colour: "rgb(214, 40, 57)", width: 18 });
// Once the third argument was a function, and now it holds two.
const nothing = Object.assign(() => {}, { onChange() {}, onStrokeEnd() {} });
for (const [i, name] of names.entries()) {
  const { Pad } = await import(`./${name}/recognizer/draw/pad.js`);
  canvases[i].setPointerCapture = () => {};
  new Pad(canvases[i], pen, nothing);
}

function send(canvas, type, step) {
  const { left, top, width } = canvas.getBoundingClientRect();
  const at = (offset) => ({
    clientX: left + width * (0.5 + 0.4 * Math.sin((step + offset) / 17)),
    clientY: top + width * (0.5 + 0.4 * Math.cos((step + offset) / 23)),
  });
  const event = new PointerEvent(type, { pointerId: 1, ...at(0) });
  event.getCoalescedEvents = () => [at(-0.5), at(0)]; // 120 a second
  const start = performance.now();
  canvas.dispatchEvent(event);
  return performance.now() - start;
}

/** Sends a move at the start of a frame; returns its work and the time to its end. */
function move(canvas, step) {
  return new Promise((resolve) => requestAnimationFrame(() => {
    const start = performance.now();
    const work = send(canvas, "pointermove", step);
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve([work, performance.now() - start]);
    requestAnimationFrame(() => port2.postMessage(null));
  }));
}

globalThis.measure = async (moves, strokes) => {
  for (const canvas of canvases) {
    for (let stroke = 0; stroke < strokes; stroke++) {
      send(canvas, "pointerdown", 1000 * stroke);
      for (let i = 0; i < moves; i++) send(canvas, "pointermove", 1000 * stroke + i);
      send(canvas, "pointerup", 1000 * stroke + moves);
    }
    send(canvas, "pointerdown", 0);
  }
  const times = { before: [], after: [] };
  for (let step = 1; step <= moves; step++) {
    for (const [i, name] of names.entries()) {
      times[name].push(await move(canvases[i], step));
    }
  }
  return times;
};
document.title = "ready";
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--before", type=Path, required=True, help="its checkout")
    parser.add_argument("--moves", type=int, default=400)
    parser.add_argument("--strokes", type=int, default=4, help="drawn before")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder), options.before)
        times = measure(folder, options.moves, options.strokes)
    print(f"{'':20}{'before':>16}{'after':>16}{'ratio':>8}")
    for name, part in (("work of a move", 0), ("move to paint", 1)):
        for share, which in ((50, "median"), (95, "p95")):
            before, after = (
                percentile([row[part] for row in times[side]], share)
                for side in ("before", "after")
            )
            ratio = after / before
            print(f"{name:15}{which:>7}{before:14.2f}{after:16.2f}{ratio:8.2f}")


def lay_out(folder, before):
    """Put the page and both states of the scripts where a server can hand them out."""
    (folder / "index.html").write_text(PAGE)
    (folder / "bench.js").write_text(SCRIPT)
    (folder / "after").symlink_to(ROOT / "static")
    (folder / "before").symlink_to(before.resolve() / "static")


def measure(folder, moves, strokes):
    handler = functools.partial(Quiet, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=[*QUIET, "--no-sandbox"]
        )
        page = browser.new_page(
            viewport={"width": 1440, "height": 720}, device_scale_factor=2
        )
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function("document.title === 'ready'")
        times = page.evaluate(f"measure({json.dumps(moves)}, {json.dumps(strokes)})")
        browser.close()
    server.shutdown()
    return times


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def percentile(times, share):
    return statistics.quantiles(times, n=100)[share - 1]


if __name__ == "__main__":
    main()

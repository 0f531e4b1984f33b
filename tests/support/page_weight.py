"""What a page costs who opens it for the first time: requests, bytes, what moves."""

from dataclasses import dataclass

SHIFT = """() => new Promise((resolve) => {
    let shift = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => resolve(shift), 200);
})"""


@dataclass
class Weight:
    requests: int
    transferred: int  # bytes as they come over the network, with headers
    html: int  # of these, the page itself
    shift: float  # layout shift, https://web.dev/articles/cls


def weigh(page, address):
    """Open an address in a page that has nothing in its cache."""
    sizes, session = {}, page.context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda event: note(sizes, event))
    session.send("Network.enable")
    html = page.goto(address, wait_until="networkidle").request.sizes()
    shift = page.evaluate(SHIFT)
    session.detach()
    own = html["responseBodySize"] + html["responseHeadersSize"]
    return Weight(len(sizes), sum(sizes.values()), own, shift)


def note(sizes, event):
    sizes[event["requestId"]] = int(event["encodedDataLength"])

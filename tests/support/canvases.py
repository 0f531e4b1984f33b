"""Browsers whose canvases do not hand out what they show, as scripts for a page."""

# As Firefox does against fingerprinting (privacy.resistFingerprinting).
NOISE = """
    const spoil = (pixels) => pixels.forEach((_, i) => pixels[i] = 256 * Math.random());
    const { getImageData } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.getImageData = function (...box) {
        const noise = getImageData.apply(this, box);
        spoil(noise.data);
        return noise;
    };
    const { toBlob } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.toBlob = function (...how) {
        const noise = new ImageData(this.width, this.height);
        spoil(noise.data);
        const other = this.cloneNode();
        other.getContext("2d").putImageData(noise, 0, 0);
        toBlob.apply(other, how);
    };
"""
# As browsers were before 2023.
NO_COMPRESSION = "delete globalThis.CompressionStream;"


def browse_with(page, script):
    """Open the page anew in such a browser."""
    page.add_init_script(script)
    page.reload()


# As browsers are where a visitor allows no site data.
NO_STORAGE = """
    const get = () => { throw new DOMException("Denied.", "SecurityError"); };
    Object.defineProperty(window, "localStorage", { get });
"""

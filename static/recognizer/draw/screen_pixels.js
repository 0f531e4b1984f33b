/**
 * Keeps a canvas's bitmap as large as the device's pixels that it covers, at any zoom,
 * and calls `redraw()` after each change.
 */
export function followPixels(canvas, redraw) {
  function fit() {
    const { width, height } = canvas.getBoundingClientRect();
    const size = [width, height].map((length) => Math.round(length * devicePixelRatio));
    if (size[0] === canvas.width && size[1] === canvas.height) return;
    [canvas.width, canvas.height] = size;
    redraw();
  }
  new ResizeObserver(fit).observe(canvas);
  addEventListener("resize", fit); // zoom changes the pixels, and not always the size
}

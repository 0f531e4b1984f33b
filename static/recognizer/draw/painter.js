import { smooth } from "./curve.js";

/**
 * Paints strokes of {colour, width, points} on a clear square of `side` pixels, with a
 * round pen. Returns the pixels: red, green, blue and alpha of each, row by row.
 *
 * Without a canvas: against fingerprinting some browsers hand out noise instead of what
 * was drawn on one.
 */
export function paint(strokes, side) {
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (const { colour, width, points } of strokes) {
    const distances = new Float32Array(side * side).fill(Infinity); // squared
    const line = smooth(points);
    line.forEach((end, i) => measure(distances, side, line[i - 1] ?? end, end, width));
    blend(pixels, distances, width / 2 + 0.5, colour.match(/\d+/g).map(Number));
  }
  return pixels;
}

/** Each pixel near a straight line keeps its distance, squared, if that is smaller. */
function measure(distances, side, [x0, y0], [x1, y1], width) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squaredLength = dx * dx + dy * dy || 1; // a dot's is 0
  const [left, right] = range(x0, x1, width, side);
  const [top, bottom] = range(y0, y1, width, side);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const x = column + 0.5 - x0;
      const y = row + 0.5 - y0;
      const along = Math.min(Math.max((x * dx + y * dy) / squaredLength, 0), 1);
      const squared = (x - along * dx) ** 2 + (y - along * dy) ** 2;
      const at = row * side + column;
      if (squared < distances[at]) distances[at] = squared;
    }
  }
}

/** Returns the first pixel that a pen between two places covers, and the one after. */
function range(a, b, width, side) {
  const reach = width / 2 + 1;
  const low = Math.floor(Math.min(a, b) - reach);
  const high = Math.ceil(Math.max(a, b) + reach);
  return [Math.max(low, 0), Math.min(high, side)];
}

/** Lays a stroke over what is there. `reach`: pixels from its middle to its edge. */
function blend(pixels, distances, reach, colour) {
  for (let i = 0; i < distances.length; i++) { // a loop: forEach takes four times as long
    if (distances[i] >= reach * reach) continue;
    const share = Math.min(reach - Math.sqrt(distances[i]), 1);
    const below = (1 - share) * pixels[4 * i + 3] / 255;
    const alpha = share + below;
    for (let channel = 0; channel < 3; channel++) {
      const at = 4 * i + channel;
      pixels[at] = (share * colour[channel] + below * pixels[at]) / alpha;
    }
    pixels[4 * i + 3] = 255 * alpha;
  }
}

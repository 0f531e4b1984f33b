import { smooth } from "./curve.js";

/**
 * Paints strokes of {colour, points} on a clear square of `side` pixels, with a round
 * pen as wide as each point [x, y, width] says. Returns the pixels: red, green, blue
 * and alpha of each, row by row.
 *
 * Without a canvas: against fingerprinting some browsers hand out noise instead of what
 * was drawn on one.
 */
export function paint(strokes, side) {
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (const { colour, points } of strokes) {
    const shares = new Float64Array(side * side);
    const line = smooth(points);
    line.forEach((end, i) => cover(shares, side, line[i - 1] ?? end, end));
    blend(pixels, shares, colour.match(/\d+/g).map(Number));
  }
  return pixels;
}

/**
 * Each pixel near a straight line keeps how far it is inside the pen's edge, if that is
 * further than before: a half on the edge, one or more where the pen covers it wholly.
 */
function cover(shares, side, [x0, y0, width0], [x1, y1, width1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const squaredLength = dx * dx + dy * dy || 1; // a dot's is 0
  const widest = Math.max(width0, width1);
  const [left, right] = range(x0, x1, widest, side);
  const [top, bottom] = range(y0, y1, widest, side);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const x = column + 0.5 - x0;
      const y = row + 0.5 - y0;
      const along = Math.min(Math.max((x * dx + y * dy) / squaredLength, 0), 1);
      const squared = (x - along * dx) ** 2 + (y - along * dy) ** 2;
      const reach = (width0 + along * (width1 - width0)) / 2 + 0.5;
      // In 32 bits, as always: a drawing gives the very same picture as it did before.
      const share = reach - Math.sqrt(Math.fround(squared));
      const at = row * side + column;
      if (share > shares[at]) shares[at] = share;
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

/** Lays a stroke over what is there. `shares`: how much of each pixel it covers. */
function blend(pixels, shares, colour) {
  for (let i = 0; i < shares.length; i++) { // a loop: forEach takes four times as long
    if (shares[i] === 0) continue;
    const share = Math.min(shares[i], 1);
    const below = (1 - share) * pixels[4 * i + 3] / 255;
    const alpha = share + below;
    for (let channel = 0; channel < 3; channel++) {
      const at = 4 * i + channel;
      pixels[at] = (share * colour[channel] + below * pixels[at]) / alpha;
    }
    pixels[4 * i + 3] = 255 * alpha;
  }
}

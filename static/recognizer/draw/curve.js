const STEP = 3; // units between the points of a curve; closer looks no smoother

/**
 * A smooth line through a stroke that goes on: curves from middle to middle of its
 * points [x, y, width], which bend towards them.
 */
export class Curve {
  points = []; // of the line; the last point of the stroke comes after them
  #bends = 0; // points of the stroke that it bends towards

  /** Goes on with the stroke, of which `stroke` has all points so far. */
  follow(stroke) {
    if (this.points.length === 0) this.points.push(stroke[0]);
    while (this.#bends < stroke.length - 2) {
      const [x, y, width] = stroke[++this.#bends];
      const [nextX, nextY, nextWidth] = stroke[this.#bends + 1];
      const middle = [(x + nextX) / 2, (y + nextY) / 2, (width + nextWidth) / 2];
      bend(this.points, [x, y], middle);
    }
  }
}

/** Returns the points of a smooth line through all of a stroke. */
export function smooth(stroke) {
  const curve = new Curve();
  curve.follow(stroke);
  return [...curve.points, stroke.at(-1)];
}

/** A quadratic curve goes on from the last point to `end`, bent towards `middle`. */
function bend(curve, [middleX, middleY], [endX, endY, endWidth]) {
  const [startX, startY, startWidth] = curve.at(-1);
  const length = Math.hypot(middleX - startX, middleY - startY) +
    Math.hypot(endX - middleX, endY - middleY);
  const count = Math.max(1, Math.ceil(length / STEP));
  for (let i = 1; i <= count; i++) {
    const t = i / count;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    curve.push([
      a * startX + b * middleX + c * endX,
      a * startY + b * middleY + c * endY,
      startWidth + t * (endWidth - startWidth),
    ]);
  }
}

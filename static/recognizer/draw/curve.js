const STEP = 3; // pixels between the points of a curve; closer looks no smoother

/**
 * Returns the points of a smooth line through a stroke: curves from middle to middle of
 * its points, which bend towards them.
 */
export function smooth(points) {
  const curve = [points[0]];
  for (let i = 1; i < points.length - 1; i++) {
    const [x, y] = points[i];
    const [nextX, nextY] = points[i + 1];
    bend(curve, points[i], [(x + nextX) / 2, (y + nextY) / 2]);
  }
  curve.push(points.at(-1));
  return curve;
}

/** A quadratic curve goes on from the last point to `end`, bent towards `middle`. */
function bend(curve, [middleX, middleY], [endX, endY]) {
  const [startX, startY] = curve.at(-1);
  const length = Math.hypot(middleX - startX, middleY - startY) +
    Math.hypot(endX - middleX, endY - middleY);
  const count = Math.max(1, Math.ceil(length / STEP));
  for (let i = 1; i <= count; i++) {
    const t = i / count;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    curve.push([
      a * startX + b * middleX + c * endX,
      a * startY + b * middleY + c * endY,
    ]);
  }
}

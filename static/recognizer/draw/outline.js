/**
 * Returns the outline of the parts of a line that meet a box. A line is a list of points
 * [x, y, width]; the outline is the union of one capsule per part, so that no edge is
 * painted twice.
 */
export function outline(line, box) {
  const path = new Path2D();
  line.forEach((end, i) => {
    const start = line[i - 1] ?? end;
    const isRepeated = i > 1 && String(start) === String(end); // of a pen that rests
    if (meets(start, end, box) && !isRepeated) addCapsule(path, start, end);
  });
  return path;
}

/** Returns the box around points with a round pen: [left, top, right, bottom]. */
export function boxAround(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y, width] of points) {
    const reach = width / 2;
    box[0] = Math.min(box[0], x - reach);
    box[1] = Math.min(box[1], y - reach);
    box[2] = Math.max(box[2], x + reach);
    box[3] = Math.max(box[3], y + reach);
  }
  return box;
}

/** Tells whether a part of a line meets a box. It is asked of all parts at each move. */
function meets([x0, y0, width0], [x1, y1, width1], [left, top, right, bottom]) {
  const reach = Math.max(width0, width1) / 2;
  return Math.max(x0, x1) + reach >= left && Math.min(x0, x1) - reach <= right &&
    Math.max(y0, y1) + reach >= top && Math.min(y0, y1) - reach <= bottom;
}

/** Half a circle around each end; always the same way round, so that none cancels. */
function addCapsule(path, [x0, y0, width0], [x1, y1, width1]) {
  const across = Math.atan2(y1 - y0, x1 - x0) + Math.PI / 2;
  const reach = width0 / 2;
  path.moveTo(x0 + reach * Math.cos(across), y0 + reach * Math.sin(across));
  path.arc(x0, y0, reach, across, across + Math.PI);
  path.arc(x1, y1, width1 / 2, across + Math.PI, across + 2 * Math.PI);
  path.closePath();
}

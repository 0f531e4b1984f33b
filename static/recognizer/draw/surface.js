import { contrast } from "./colour.js";
import { Curve, smooth } from "./curve.js";
import { boxAround, outline } from "./outline.js";
import { followPixels } from "./screen_pixels.js";

export const SIDE = 280; // units of a drawing's square, and pixels of its picture

const FAINT = 1.6; // a pen with less contrast to the paper gets an edge
const EDGE = 1.5; // units that the edge stands out

/** What the canvas shows of a drawing, in the pixels of the device. */
export class Surface {
  #canvas;
  #context;
  #finished; // the canvas without the running stroke
  #curve = new Curve(); // of the running stroke
  #tail = []; // the end of its line, which the next frame replaces

  /** The surface calls `redraw()` when it has to be shown anew. */
  constructor(canvas, redraw) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    if (!this.canShow) return;
    this.#finished = document.createElement("canvas").getContext("2d");
    followPixels(canvas, redraw);
    // A browser that is short of memory takes away what a canvas shows.
    canvas.oncontextrestored = redraw;
    document.addEventListener("visibilitychange", redraw);
  }

  /** Tells whether this browser shows what is drawn. */
  get canShow() {
    return this.#context !== null;
  }

  /** Shows a picture (or null) and finished strokes, and nothing else. */
  show(picture, strokes) {
    if (!this.canShow) return;
    const { width, height } = this.#canvas;
    Object.assign(this.#finished.canvas, { width, height }); // which clears it
    if (picture) paintFitted(this.#finished, picture);
    strokes.forEach((stroke) => this.#paintFinished(stroke));
    this.#forgetRunning();
    this.#copyFinished([0, 0, width, height]);
  }

  /**
   * Paints what is new of the running stroke. `predicted`: the points where the browser
   * expects the pen next; they are shown until the next call.
   */
  extend({ colour, points }, predicted = []) {
    if (!this.canShow) return;
    const curve = this.#curve;
    const known = Math.max(0, curve.points.length - 1);
    curve.follow(points);
    const line = [...curve.points, points.at(-1), ...predicted];
    const box = this.#pixelsAround([...this.#tail, ...line.slice(known)]);
    const context = this.#context;
    context.save();
    context.beginPath();
    context.rect(...box);
    context.clip();
    this.#copyFinished(box);
    this.#fill(context, colour, outline(line, this.#unitsOf(box)));
    context.restore();
    this.#tail = line.slice(curve.points.length - 1);
  }

  /** The running stroke is over; the next one is painted above it. */
  finish(stroke) {
    if (!this.canShow) return;
    this.extend(stroke);
    this.#paintFinished(stroke);
    this.#forgetRunning();
  }

  #forgetRunning() {
    this.#curve = new Curve();
    this.#tail = [];
  }

  #paintFinished({ colour, points }) {
    this.#fill(this.#finished, colour, outline(smooth(points), [0, 0, SIDE, SIDE]));
  }

  #fill(context, colour, path) {
    const [scaleX, scaleY] = this.#scale;
    const { backgroundColor: paper, color: text } = getComputedStyle(this.#canvas);
    context.save();
    context.setTransform(scaleX, 0, 0, scaleY, 0, 0);
    if (contrast(colour, paper) < FAINT) {
      context.strokeStyle = text;
      context.lineWidth = 2 * EDGE; // the pen covers the inner half
      context.stroke(path);
    }
    context.fillStyle = colour;
    context.fill(path);
    context.restore();
  }

  #copyFinished(box) {
    this.#context.clearRect(...box);
    this.#context.drawImage(this.#finished.canvas, ...box, ...box);
  }

  get #scale() {
    return [this.#canvas.width / SIDE, this.#canvas.height / SIDE];
  }

  /** Returns whole pixels around points: x, y, width and height. */
  #pixelsAround(points) {
    const [scaleX, scaleY] = this.#scale;
    const [left, top, right, bottom] = boxAround(points);
    const x = Math.floor((left - EDGE) * scaleX) - 1;
    const y = Math.floor((top - EDGE) * scaleY) - 1;
    const endX = Math.ceil((right + EDGE) * scaleX) + 1;
    const endY = Math.ceil((bottom + EDGE) * scaleY) + 1;
    return [x, y, endX - x, endY - y];
  }

  /** Returns a box of pixels, and room for an edge, in units. */
  #unitsOf([x, y, width, height]) {
    const [scaleX, scaleY] = this.#scale;
    return [
      x / scaleX - EDGE,
      y / scaleY - EDGE,
      (x + width) / scaleX + EDGE,
      (y + height) / scaleY + EDGE,
    ];
  }
}

/** Paints a picture as large as it fits, in the middle. */
function paintFitted(context, picture) {
  const { width, height } = context.canvas;
  const scale = Math.min(width / picture.width, height / picture.height);
  const [fitted, tall] = [scale * picture.width, scale * picture.height];
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, (width - fitted) / 2, (height - tall) / 2, fitted, tall);
}

import { smooth } from "./curve.js";
import { paint } from "./painter.js";
import { encodePng } from "./png.js";

/** The drawing surface. It keeps strokes as lists of points, and redraws them all. */
export class Pad {
  #canvas;
  #context;
  #getPen;
  #onChange;
  #strokes = []; // of {colour, width, points}
  #clearedStrokes = []; // what Clear took away, for one Undo
  #png = null; // of these strokes, once it is made
  #pointerId = null; // the one pointer that draws; others wait until it is lifted

  /**
   * The pad calls `getPen()` at the start of each stroke, and `onChange()` when a
   * stroke begins or strokes are taken away or brought back.
   */
  constructor(canvas, getPen, onChange) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#getPen = getPen;
    this.#onChange = onChange;
    canvas.onpointerdown = (event) => this.#startStroke(event);
    canvas.onpointermove = (event) => this.#extendStroke(event);
    canvas.onpointerup = canvas.onpointercancel = (event) => this.#endStroke(event);
    canvas.onlostpointercapture = canvas.onpointerup;
    // No gesture begins here: no menu for a finger that rests, and no fling after a
    // quick stroke, for which a browser would swallow the next tap, often on Submit.
    canvas.ontouchstart = () => false;
    // A browser that is short of memory takes away what a canvas shows.
    canvas.oncontextrestored = () => this.#redraw();
    document.addEventListener("visibilitychange", () => this.#redraw());
  }

  /** Tells whether this browser shows what is drawn. */
  get canShow() {
    return this.#context !== null;
  }

  isEmpty() {
    return this.#strokes.length === 0;
  }

  /** Takes back the last stroke, or the last Clear. */
  undo() {
    if (this.isEmpty()) this.#replaceStrokes(this.#clearedStrokes);
    else this.#replaceStrokes(this.#strokes.slice(0, -1));
  }

  clear() {
    const cleared = this.isEmpty() ? this.#clearedStrokes : this.#strokes;
    this.#replaceStrokes([]);
    this.#clearedStrokes = cleared;
  }

  /** The strokes as the API takes them: lists of points [x, y]. */
  get strokes() {
    return this.#strokes.map(({ points }) => points);
  }

  /** Returns the drawing as a PNG with a transparent background. */
  toBlob() {
    const side = this.#canvas.width;
    return this.#png ??= encodePng(paint(this.#strokes, side), side);
  }

  #replaceStrokes(strokes) {
    this.#pointerId = null;
    this.#clearedStrokes = [];
    this.#strokes = strokes;
    this.#png = null;
    this.#redraw();
    this.#onChange();
  }

  #startStroke(event) {
    if (event.button !== 0) return;
    if (this.#pointerId !== null && this.#pointerId !== event.pointerId) return;
    this.#canvas.setPointerCapture(event.pointerId);
    const stroke = { ...this.#getPen(), points: [this.#toCanvasPoint(event)] };
    this.#replaceStrokes([...this.#strokes, stroke]);
    this.#pointerId = event.pointerId;
  }

  #extendStroke(event) {
    if (event.pointerId !== this.#pointerId) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const moves = coalesced.length ? coalesced : [event];
    this.#strokes.at(-1).points.push(...moves.map((move) => this.#toCanvasPoint(move)));
    this.#png = null;
    this.#redraw();
  }

  #endStroke(event) {
    if (event.pointerId !== this.#pointerId) return;
    this.#pointerId = null;
    this.toBlob(); // now, so that nobody waits for it after Submit
  }

  /** Turns a place on the screen into [x, y] in the canvas's own pixels. */
  #toCanvasPoint({ clientX, clientY }) {
    const { left, top, width } = this.#canvas.getBoundingClientRect();
    const scale = this.#canvas.width / width;
    return [(clientX - left) * scale, (clientY - top) * scale];
  }

  #redraw() {
    if (!this.canShow) return;
    this.#context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#strokes.forEach((stroke) => this.#drawStroke(stroke));
  }

  #drawStroke({ colour, width, points }) {
    const context = this.#context;
    const [lastX, lastY] = points.at(-1);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineCap = context.lineJoin = "round";
    context.beginPath();
    smooth(points).forEach(([x, y]) => context.lineTo(x, y));
    context.lineTo(lastX + 0.01, lastY); // a stroke of no length would draw no dot
    context.stroke();
  }
}

import { DrawingHistory } from "./history.js";
import { paint } from "./painter.js";
import { encodePng } from "./png.js";
import { listenToPointers } from "./pointers.js";
import { SIDE, Surface } from "./surface.js";

/** The drawing: what was drawn so far, how it is shown, and the picture that is sent. */
export class Pad {
  #canvas;
  #surface;
  #getPen;
  #onChange;
  #onStrokeEnd;
  #history = new DrawingHistory();
  #running = null; // the stroke that is being drawn
  #picture = null; // a chosen picture, shown in the drawing's place
  #png = null; // of these strokes, once it is made

  /**
   * The pad calls `getPen()` at the start of each stroke, `onChange()` when a stroke
   * begins or strokes are taken away or brought back, and `onStrokeEnd()`.
   */
  constructor(canvas, getPen, { onChange, onStrokeEnd }) {
    this.#canvas = canvas;
    this.#getPen = getPen;
    this.#onChange = onChange;
    this.#onStrokeEnd = onStrokeEnd;
    this.#surface = new Surface(canvas, () => this.redraw());
    this.redraw();
    listenToPointers(canvas, this);
  }

  /** Tells whether this browser shows what is drawn. */
  get canShow() {
    return this.#surface.canShow;
  }

  get showsPicture() {
    return this.#picture !== null;
  }

  get canUndo() {
    return this.#history.canUndo || this.isDrawing;
  }

  get canRedo() {
    return this.#history.canRedo;
  }

  get isDrawing() {
    return this.#running !== null;
  }

  isEmpty() {
    return this.#strokes.length === 0;
  }

  /** The strokes as the API takes them: lists of points [x, y]. */
  get strokes() {
    return this.#strokes.map(({ points }) => points.map(([x, y]) => [x, y]));
  }

  /** Returns the drawing as a PNG with a transparent background. */
  toBlob() {
    return this.#png ??= encodePng(paint(this.#strokes, SIDE), SIDE);
  }

  /** Takes back the last stroke, or the last Clear. */
  undo() {
    if (this.canUndo || this.showsPicture) this.#edit(() => this.#history.undo());
  }

  redo() {
    if (this.canRedo) this.#edit(() => this.#history.redo());
  }

  clear() {
    if (!this.isEmpty() || this.showsPicture) this.#edit(() => this.#history.clear());
  }

  /** Shows a chosen picture until the drawing goes on; the strokes are cleared. */
  async showPicture(blob) {
    this.clear();
    const picture = await createImageBitmap(blob).catch(() => null); // not a picture
    if (!this.isEmpty()) return;
    this.#picture = picture;
    this.redraw();
    this.#notifyTools();
  }

  /** A stroke begins. A place is [x, y, pressure]: 1 where nothing tells it. */
  startStroke(place) {
    this.endStroke();
    if (this.showsPicture) {
      this.#picture = null;
      this.redraw();
    }
    this.#running = { ...this.#getPen(), points: [] };
    this.extendStroke([place]);
    this.#announce();
  }

  /** The stroke goes on. `predicted`: where the pen seems to go next, only shown. */
  extendStroke(places, predicted = []) {
    if (!this.isDrawing) return;
    this.#running.points.push(...places.map((place) => this.#toPoint(place)));
    this.#png = null;
    this.#surface.extend(this.#running, predicted.map((place) => this.#toPoint(place)));
  }

  endStroke() {
    if (!this.isDrawing) return;
    this.#keepRunning();
    this.toBlob(); // now, so that nobody waits for it after Submit
    this.#onStrokeEnd();
  }

  /** The stroke was none: it was a palm's. */
  dropStroke() {
    if (!this.isDrawing) return;
    this.#running = null;
    this.#refresh();
  }

  /** Shows the drawing anew, as after a change of the paper. */
  redraw() {
    this.#surface.show(this.#picture, this.#history.strokes);
    if (this.isDrawing) this.#surface.extend(this.#running);
  }

  get #strokes() {
    const { strokes } = this.#history;
    return this.isDrawing ? [...strokes, this.#running] : strokes;
  }

  #toPoint([x, y, pressure]) {
    return [x, y, this.#running.width * pressure];
  }

  #edit(change) {
    if (this.isDrawing) this.#keepRunning();
    this.#picture = null;
    change();
    this.#refresh();
  }

  #keepRunning() {
    const { colour, points } = this.#running;
    this.#surface.finish(this.#running);
    this.#history.add({ colour, points });
    this.#running = null;
  }

  #refresh() {
    this.#png = null;
    this.redraw();
    this.#announce();
  }

  #announce() {
    this.#onChange();
    this.#notifyTools();
  }

  #notifyTools() {
    this.#canvas.dispatchEvent(new Event("drawing-changed"));
  }
}

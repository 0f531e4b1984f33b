/** The drawing surface: strokes as lists of points, redrawn all each time. */
export class Pad {
  #canvas;
  #page;
  #pen;
  #changed;
  #strokes = [];
  #cleared = []; // what Clear took away, for one Undo
  #pointer = null; // the one pointer that draws; others wait until it is lifted

  /** `pen()` is asked once per stroke; `changed()` told when the drawing is another. */
  constructor(canvas, pen, changed) {
    this.#canvas = canvas;
    this.#page = canvas.getContext("2d");
    this.#pen = pen;
    this.#changed = changed;
    canvas.onpointerdown = (event) => this.#start(event);
    canvas.onpointermove = (event) => this.#extend(event);
    canvas.onpointerup = canvas.onpointercancel = (event) => this.#lift(event);
    canvas.onlostpointercapture = canvas.onpointerup;
    // No gesture begins here: no menu for a finger that rests, and no fling after a
    // quick stroke, for which a browser would swallow the next tap, often on Submit.
    canvas.ontouchstart = () => false;
  }

  isEmpty() {
    return this.#strokes.length === 0;
  }

  /** Take back the last stroke, or the last Clear. */
  undo() {
    if (this.isEmpty()) this.#become(this.#cleared);
    else this.#become(this.#strokes.slice(0, -1));
  }

  clear() {
    const cleared = this.isEmpty() ? this.#cleared : this.#strokes;
    this.#become([]);
    this.#cleared = cleared;
  }

  /** Where the pen went: lists of points [x, y]. */
  get strokes() {
    return this.#strokes.map(({ points }) => points);
  }

  /** The drawing as a PNG on a transparent page. */
  toBlob() {
    return new Promise((resolve) => this.#canvas.toBlob(resolve, "image/png"));
  }

  #become(strokes) {
    this.#pointer = null;
    this.#cleared = [];
    this.#strokes = strokes;
    this.#redraw();
    this.#changed();
  }

  #start(event) {
    if (event.button !== 0) return;
    if (this.#pointer !== null && this.#pointer !== event.pointerId) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#become([...this.#strokes, { ...this.#pen(), points: [this.#point(event)] }]);
    this.#pointer = event.pointerId;
  }

  #extend(event) {
    if (event.pointerId !== this.#pointer) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    const points = (moves.length ? moves : [event]).map((move) => this.#point(move));
    this.#strokes.at(-1).points.push(...points);
    this.#redraw();
  }

  #lift(event) {
    if (event.pointerId === this.#pointer) this.#pointer = null;
  }

  /** Where on the canvas, in its own pixels. */
  #point({ clientX, clientY }) {
    const { left, top, width } = this.#canvas.getBoundingClientRect();
    const scale = this.#canvas.width / width;
    return [(clientX - left) * scale, (clientY - top) * scale];
  }

  #redraw() {
    this.#page.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#strokes.forEach((stroke) => this.#draw(stroke));
  }

  /** A smooth line: a curve from middle to middle, each point pulling its bend. */
  #draw({ colour, width, points }) {
    const page = this.#page;
    const [lastX, lastY] = points.at(-1);
    page.strokeStyle = colour;
    page.lineWidth = width;
    page.lineCap = page.lineJoin = "round";
    page.beginPath();
    page.moveTo(...points[0]);
    points.slice(1, -1).forEach(([x, y], index) => {
      const [nextX, nextY] = points[index + 2];
      page.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
    });
    page.lineTo(lastX + 0.01, lastY); // a lone point, not without length, is a dot
    page.stroke();
  }
}

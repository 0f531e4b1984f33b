import { load, save } from "./storage.js";

const STORAGE_KEY = "digitsite.drawing";
const CLEAR = null; // a step that takes all strokes away

/**
 * The steps of a drawing: each a stroke of {colour, points}, or CLEAR. It is saved at
 * each change, so that drawing, Undo and Redo go on after a reload.
 */
export class DrawingHistory {
  #steps = [];
  #done = 0; // the steps after these were undone

  constructor() {
    const saved = load(STORAGE_KEY);
    if (!saved?.steps?.every?.(isStep)) return;
    this.#steps = saved.steps;
    this.#done = Math.min(Math.max(Number(saved.done) || 0, 0), saved.steps.length);
  }

  get strokes() {
    const steps = this.#steps.slice(0, this.#done);
    return steps.slice(steps.lastIndexOf(CLEAR) + 1);
  }

  get canUndo() {
    return this.#done > 0;
  }

  get canRedo() {
    return this.#done < this.#steps.length;
  }

  add(stroke) {
    this.#keep([...this.#steps.slice(0, this.#done), stroke]);
  }

  /** Takes all strokes away. Undo reaches back over one Clear, so that none grow old. */
  clear() {
    if (this.strokes.length > 0) this.#keep([...this.strokes, CLEAR]);
  }

  undo() {
    if (this.canUndo) this.#keep(this.#steps, this.#done - 1);
  }

  redo() {
    if (this.canRedo) this.#keep(this.#steps, this.#done + 1);
  }

  #keep(steps, done = steps.length) {
    this.#steps = steps;
    this.#done = done;
    save(STORAGE_KEY, { steps, done });
  }
}

/** Tells whether this is a step; what is saved may come from another version. */
function isStep(step) {
  const isPoint = (point) => point.length === 3 && point.every(Number.isFinite);
  return step === CLEAR ||
    /^rgb\(\d+, \d+, \d+\)$/.test(step.colour) &&
      step.points?.length > 0 && step.points.every(isPoint);
}

import { SIDE } from "./surface.js";

/** Mouse, finger or pen draws on the pad: one pointer at a time. */
export function listenToPointers(canvas, pad) {
  let active = null; // the event with which the pointer that draws went down

  function start(event) {
    if (event.button !== 0) return;
    if (active && active.pointerId !== event.pointerId) return;
    canvas.setPointerCapture(event.pointerId);
    active = event;
    pad.startStroke(placeOf(event));
  }

  function move(event) {
    if (event.pointerId !== active?.pointerId) return;
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const predicted = event.getPredictedEvents?.() ?? [];
    const moves = coalesced.length ? coalesced : [event];
    pad.extendStroke(moves.map(placeOf), predicted.map(placeOf));
  }

  function end(event) {
    if (event.pointerId !== active?.pointerId) return;
    active = null;
    pad.endStroke();
  }

  /** Returns [x, y, pressure] in the drawing's units; only a pen's pressure counts. */
  function placeOf({ clientX, clientY, pointerType, pressure }) {
    const { left, top, width } = canvas.getBoundingClientRect();
    const scale = SIDE / width;
    const force = pointerType === "pen" ? 0.4 + 1.2 * pressure : 1; // 1 in the middle
    return [(clientX - left) * scale, (clientY - top) * scale, force];
  }

  canvas.onpointerdown = start;
  canvas.onpointermove = move;
  canvas.onpointerup = canvas.onpointercancel = canvas.onlostpointercapture = end;
  // No gesture begins here: no menu for a finger that rests, and no fling after a quick
  // stroke, for which a browser would swallow the next tap, often on Submit.
  canvas.ontouchstart = () => false;
}

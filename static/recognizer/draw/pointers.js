import { SIDE } from "./surface.js";

const PALM_PAUSE = 500; // milliseconds after a pen in which a touch is its hand's
const PALM_SIZE = 2; // times as wide as a finger
const STILL = 6; // CSS pixels: a touch that has moved less has drawn nothing yet

/** Mouse, finger or pen draws on the pad: one pointer at a time. */
export function listenToPointers(canvas, pad) {
  let active = null; // the event with which the pointer that draws went down
  let reach = 0; // CSS pixels that it has moved away from there
  let lastPen = -Infinity; // when a pen was last near

  function start(event) {
    notePen(event);
    if (event.button !== 0 || isPenHand(event)) return;
    if (active && active.pointerId !== event.pointerId) {
      if (!isPalm(active, event)) return;
      pad.dropStroke();
    }
    canvas.setPointerCapture(event.pointerId);
    active = event;
    reach = 0;
    pad.startStroke(placeOf(event));
  }

  function move(event) {
    notePen(event);
    if (event.pointerId !== active?.pointerId) return;
    reach = Math.max(reach, distance(active, event));
    const coalesced = event.getCoalescedEvents?.() ?? [];
    const predicted = event.getPredictedEvents?.() ?? [];
    const moves = coalesced.length ? coalesced : [event];
    pad.extendStroke(moves.map(placeOf), predicted.map(placeOf));
  }

  function end(event) {
    notePen(event);
    if (event.pointerId !== active?.pointerId) return;
    active = null;
    // The system takes a touch back that it holds for a palm's.
    if (event.type === "pointercancel" && event.pointerType === "touch")
      pad.dropStroke();
    else pad.endStroke();
  }

  function notePen({ pointerType, timeStamp }) {
    if (pointerType === "pen") lastPen = timeStamp;
  }

  /** Tells whether a touch is of the hand that writes with a pen. */
  function isPenHand({ pointerType, timeStamp }) {
    return pointerType === "touch" && timeStamp - lastPen < PALM_PAUSE;
  }

  /** Tells whether the touch that draws is a palm's, now that another pointer is down. */
  function isPalm(touch, { pointerType, width }) {
    if (touch.pointerType !== "touch") return false;
    if (pointerType === "pen") return true;
    return pointerType === "touch" &&
      (reach < STILL || touch.width > PALM_SIZE * width);
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

function distance(a, b) {
  return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
}

/** The boxes of a number's digits over the drawing: a button a digit. */
import { gettext, interpolate } from "../translate.js";
import { toDigits } from "./digits.js";
import { percent } from "./words.js";

const MARGIN = 0.03; // of the canvas's side, between a digit's ink and its box
const APART = 0.006; // of the side, between the boxes of neighbours
const TAG = 0.1; // of the side: what a digit's tag needs above or below its box
const UNSURE = 0.9; // a digit of less confidence has a dashed box
const STILL = 6; // CSS pixels: a press that moves further is a stroke

const layer = document.getElementById("boxes");
let parts = []; // of the answer that is shown
let listener; // called with a box's place in the number, and perhaps a digit

/**
 * Shows where the digits of an answer are. `answer.size`: [width, height] of the picture
 * that was read, in the pixels of the boxes; without it none are shown.
 */
export function fillBoxes(answer) {
  parts = answer.size ? answer.parts : [];
  const places = placeBoxes(parts.map(({ box }) => box), answer.size);
  layer.replaceChildren(...places.map(makeBox));
  layer.setAttribute(
    "aria-label",
    interpolate(gettext("The digits of %(number)s"), answer),
  );
  markBoxes(null, null);
}

export function emptyBoxes() {
  parts = [];
  layer.replaceChildren();
}

/** Boxes that are not enabled only show; the pen draws through them. */
export function enableBoxes(isEnabled) {
  layer.inert = !isEnabled;
}

/** Shows which digits the visitor claims, a string or null, and which box is chosen. */
export function markBoxes(claimed, chosen) {
  [...layer.children].forEach((box, i) => {
    const digit = String(parts[i].digit);
    const isOther = claimed !== null && claimed[i] !== digit;
    box.setAttribute("aria-label", nameBox(i, isOther ? claimed[i] : null));
    box.setAttribute("aria-pressed", i === chosen);
    box.classList.toggle("mended", isOther);
    box.firstElementChild.textContent = isOther ? claimed[i] : digit;
  });
}

/**
 * A box that is tapped calls `onBox(i)`, i from 0 on; a digit that is typed while it has
 * the focus `onBox(i, digit)`. A press that moves is a stroke of the canvas below.
 */
export function onBox(onBox, canvas) {
  listener = onBox;
  layer.addEventListener("click", ({ target }) => {
    const box = target.closest("button");
    if (box) listener(indexOf(box));
  });
  layer.addEventListener("keydown", typeDigit);
  drawThrough(canvas);
}

function typeDigit(event) {
  const { key, target, ctrlKey, metaKey, altKey, repeat } = event;
  const digit = key.length === 1 ? toDigits(key) : "";
  if (!digit || ctrlKey || metaKey || altKey || repeat) return;
  event.preventDefault();
  listener(indexOf(target), digit);
}

/** A stroke may begin on a box: the canvas gets its press once the pointer moves. */
function drawThrough(canvas) {
  let press = null;
  layer.onpointerdown = (event) => press = event;
  layer.onpointerup = layer.onpointercancel = () => press = null;
  layer.onpointermove = (event) => {
    if (event.pointerId !== press?.pointerId) return;
    const reach = Math.hypot(
      event.clientX - press.clientX,
      event.clientY - press.clientY,
    );
    if (reach <= STILL) return;
    canvas.dispatchEvent(new PointerEvent("pointerdown", press)); // captures the pointer
    canvas.dispatchEvent(new PointerEvent("pointermove", event));
    press = null;
  };
}

/**
 * Returns each box as {left, top, width, height} in shares of the canvas, on which the
 * picture stands in the middle, as large as it fits. Neighbours that do not overlap
 * share the room between them.
 */
export function placeBoxes(boxes, size) {
  const sides = boxes.map((box) => onCanvas(box, size));
  return sides.map(({ left, top, right, bottom }, i) => {
    const before = sides[i - 1]?.right ?? -Infinity;
    const after = sides[i + 1]?.left ?? Infinity;
    const x = Math.max(0, left - roomBeside(left - before));
    const y = Math.max(0, top - MARGIN);
    return {
      left: x,
      top: y,
      width: Math.min(1, right + roomBeside(after - right)) - x,
      height: Math.min(1, bottom + MARGIN) - y,
    };
  });
}

function onCanvas([left, top, width, height], [pictureWidth, pictureHeight]) {
  const longest = Math.max(pictureWidth, pictureHeight);
  const x = (left + (longest - pictureWidth) / 2) / longest;
  const y = (top + (longest - pictureHeight) / 2) / longest;
  return { left: x, top: y, right: x + width / longest, bottom: y + height / longest };
}

function roomBeside(gap) {
  return Math.min(MARGIN, Math.max(0, (gap - APART) / 2));
}

function makeBox(place, i) {
  const box = document.createElement("button");
  box.type = "button";
  for (const [side, share] of Object.entries(place))
    box.style[side] = `${100 * share}%`;
  box.classList.add(tagPlace(place));
  box.classList.toggle("unsure", parts[i].confidence < UNSURE);
  box.append(document.createElement("span"));
  return box;
}

/** Where the tag covers no ink: above the box, else below it, else across its edge. */
function tagPlace({ top, height }) {
  if (top >= TAG) return "above";
  return top + height <= 1 - TAG ? "below" : "across";
}

function nameBox(i, claimed) {
  const { digit, confidence } = parts[i];
  const values = {
    digit,
    place: i + 1,
    count: parts.length,
    percent: percent(confidence),
    claimed,
  };
  const name = gettext("%(digit)s, digit %(place)s of %(count)s, %(percent)s sure");
  const mended = gettext(
    "%(digit)s, digit %(place)s of %(count)s: you say %(claimed)s",
  );
  return interpolate(claimed === null ? name : mended, values);
}

function indexOf(box) {
  return [...layer.children].indexOf(box);
}

import { CellSizes } from "./cell_sizes.js";
import { Desk } from "./desk.js";

const desk = new Desk(document.getElementById("grid"));
const { grid } = desk;
const bar = document.getElementById("bar");
const help = document.getElementById("help");
const next = document.getElementById("next");
const twins = document.getElementById("twins");
const sizes = new CellSizes(document.getElementById("grid"));

const ACTIONS = {
  x: () => desk.labelNotADigit(),
  m: () => desk.beginNumber(),
  Backspace: () => desk.takeDigitBack(),
  " ": () => desk.confirm(),
  Enter: () => desk.confirm(),
  u: () => desk.undo(),
  n: () => desk.goTo(next.href),
  t: () => desk.toggleTiles(),
  d: () => desk.goTo(twins.href),
  z: () => sizes.change(),
  s: () => desk.toggleSelecting(),
  Escape: () => desk.dropNumber() || desk.toggleSelecting(false),
  "?": () => help.showModal(),
};
for (let digit = 0; digit <= 9; digit++) ACTIONS[digit] = () => desk.typeDigit(digit);
const MOVE_KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

document.onkeydown = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.target.closest("input, select, textarea")) return;
  const key = intendedKey(event);
  if ([" ", "Enter"].includes(key) && event.target.closest("a, button, summary"))
    return;
  if (MOVE_KEYS.includes(key)) grid.moveByKey(key, event.shiftKey);
  else if (!(key in ACTIONS)) return;
  else if (!event.repeat && !desk.isLeaving) ACTIONS[key]();
  event.preventDefault();
};

/**
 * Returns the key that the reviewer means. On keyboards that have the digits behind
 * Shift, a digit's key counts without Shift too.
 */
function intendedKey({ key, code, shiftKey }) {
  if (key in ACTIONS) return key;
  if (key.length > 1) return key;
  const lowerCase = key.toLowerCase();
  if (lowerCase in ACTIONS) return lowerCase;
  return (!shiftKey && code.match(/^Digit(\d)$/)?.[1]) || key;
}

bar.onclick = (event) => {
  const { key } = event.target.closest("[data-key]")?.dataset ?? {};
  if (!key || desk.isLeaving) return;
  ACTIONS[key]();
  if (!help.open && grid.cursor) grid.focus();
};

// The browser scrolls a focused cell to above the bar, from the first key on.
function keepFocusAboveBar() {
  document.documentElement.style.scrollPaddingBottom = `${bar.offsetHeight}px`;
}
keepFocusAboveBar();
new ResizeObserver(keepFocusAboveBar).observe(bar);

for (const link of [next, twins]) {
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.goTo(link.href);
  };
}

// The form leaves filters that are not set out of the address.
document.querySelector("#filters form").onformdata = ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
};

addEventListener("beforeunload", (event) => {
  if (desk.hasUnsaved && !desk.isLeaving) event.preventDefault();
});
addEventListener("pageshow", () => (desk.isLeaving = false));
for (const name of ["online", "focus"]) addEventListener(name, () => desk.retryNow());

import { Desk } from "./desk.js";

const desk = new Desk(document.getElementById("grid"));
const { grid } = desk;
const bar = document.getElementById("bar");
const help = document.getElementById("help");

const ACTIONS = {
  x: () => desk.notADigit(),
  " ": () => desk.confirm(),
  Enter: () => desk.confirm(),
  u: () => desk.undo(),
  n: () => desk.next(),
  t: () => desk.toggleTiles(),
  d: () => desk.toggleTwins(),
  s: () => desk.toggleSelecting(),
  Escape: () => desk.toggleSelecting(false),
  "?": () => help.showModal(),
};
for (let digit = 0; digit <= 9; digit++) ACTIONS[digit] = () => desk.label(digit);
const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];

document.onkeydown = (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.target.closest("input, select, textarea")) return;
  const key = meant(event);
  if ([" ", "Enter"].includes(key) && event.target.closest("a, button, summary"))
    return;
  if (MOVES.includes(key)) grid.move(key, event.shiftKey);
  else if (!(key in ACTIONS)) return;
  else if (!event.repeat && !desk.leaving) ACTIONS[key]();
  event.preventDefault();
};

/** Some keyboards have their digits behind Shift: the key itself says which it is. */
function meant({ key, code, shiftKey }) {
  if (key in ACTIONS) return key;
  if (key.length > 1) return key;
  const small = key.toLowerCase();
  if (small in ACTIONS) return small;
  return (!shiftKey && code.match(/^Digit(\d)$/)?.[1]) || key;
}

bar.onclick = (event) => {
  const { key } = event.target.closest("[data-key]")?.dataset ?? {};
  if (!key || desk.leaving) return;
  ACTIONS[key]();
  if (!help.open && grid.cursor) grid.focus();
};

// What is focused comes to stand above the bar, from the first key on.
function makeRoom() {
  document.documentElement.style.scrollPaddingBottom = `${bar.offsetHeight}px`;
}
makeRoom();
new ResizeObserver(makeRoom).observe(bar);

document.getElementById("next").onclick = (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  desk.next();
};

// An address without the filters that are not set.
document.querySelector("#filters form").onformdata = ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value) formData.delete(name);
};

addEventListener("beforeunload", (event) => {
  if (desk.hasUnsaved && !desk.leaving) event.preventDefault();
});
addEventListener("pageshow", () => (desk.leaving = false));
for (const news of ["online", "focus"]) addEventListener(news, () => desk.retry());

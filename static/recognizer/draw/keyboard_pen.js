import { gettext, interpolate } from "../translate.js";
import { SIDE } from "./surface.js";

const STEP = 10; // units
const FINE_STEP = 2; // with Shift
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The arrow keys move a cross over the canvas, two at once also aslant; the space bar
 * puts the pen down there and lifts it. What was done is announced to screen readers.
 */
export function drawByKeys(canvas, pad) {
  const cross = document.getElementById("cross");
  const status = document.getElementById("pen-status");
  const pressed = new Set(); // arrow keys
  let [x, y] = [SIDE / 2, SIDE / 2];

  function press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in DIRECTIONS) {
      pressed.add(event.key);
      move(event.shiftKey ? FINE_STEP : STEP);
    } else if (event.key === " " && !event.repeat) {
      turnPen();
    } else return;
    event.preventDefault();
  }

  function move(step) {
    for (const key of pressed) {
      x = Math.min(Math.max(x + step * DIRECTIONS[key][0], 0), SIDE);
      y = Math.min(Math.max(y + step * DIRECTIONS[key][1], 0), SIDE);
    }
    pad.extendStroke([[x, y, 1]]);
    showCross();
  }

  function turnPen() {
    if (pad.isDrawing) pad.endStroke();
    else pad.startStroke([x, y, 1]);
    showCross();
    announce(pad.isDrawing ? gettext("Pen down.") : gettext("Pen up."));
  }

  function release({ key }) {
    if (pressed.delete(key)) announce(place());
  }

  function leave() {
    pressed.clear();
    pad.endStroke();
    cross.hidden = true;
  }

  function showCross() {
    cross.hidden = false;
    cross.classList.toggle("down", pad.isDrawing);
    cross.style.left = `${100 * x / SIDE}%`;
    cross.style.top = `${100 * y / SIDE}%`;
  }

  function place() {
    const [across, down] = [x, y].map((units) => Math.round(100 * units / SIDE));
    return interpolate(gettext("%(across)s across, %(down)s down."), { across, down });
  }

  function announce(sentence) {
    status.textContent = sentence;
  }

  canvas.addEventListener("keydown", press);
  canvas.addEventListener("keyup", release);
  canvas.addEventListener("blur", leave);
  canvas.addEventListener("pointerdown", () => cross.hidden = true);
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) showCross();
  });
}

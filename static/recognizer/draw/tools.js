import { drawByKeys } from "./keyboard_pen.js";
import { setUpPaper } from "./paper.js";
import { listenToShortcuts } from "./shortcuts.js";

/** Connects a pad with the form's buttons and with the keyboard. */
export function setUpTools(form, pad) {
  const canvas = form.querySelector("canvas");
  const { undo, redo, clear } = form.elements;
  undo.onclick = () => pad.undo();
  redo.onclick = () => pad.redo();
  clear.onclick = () => pad.clear();

  // Not `disabled`: that would take the focus away from who has just pressed the key.
  function showWhatIsPossible() {
    undo.setAttribute("aria-disabled", !pad.canUndo);
    redo.setAttribute("aria-disabled", !pad.canRedo);
    clear.setAttribute("aria-disabled", pad.isEmpty() && !pad.showsPicture);
  }
  canvas.addEventListener("drawing-changed", showWhatIsPossible);
  showWhatIsPossible();

  listenToShortcuts(canvas, pad);
  drawByKeys(canvas, pad);
  setUpPaper(form, () => pad.redraw());
}

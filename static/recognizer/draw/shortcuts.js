/** Keys that undo, redo and clear: on the whole page, but Escape on the canvas only. */
export function listenToShortcuts(canvas, pad) {
  document.addEventListener("keydown", (event) => {
    const action = event.repeat ? null : actionOf(event, canvas);
    if (!action) return;
    pad[action]();
    event.preventDefault();
  });
}

/** Returns the name of what a key does to the pad, or undefined. */
function actionOf({ key, ctrlKey, metaKey, shiftKey, target }, canvas) {
  if (target.matches?.("input[inputmode]")) return; // a text is mended there
  const letter = ctrlKey || metaKey ? key.toLowerCase() : null;
  if (letter === "z") return shiftKey ? "redo" : "undo";
  if (letter === "y") return "redo";
  if (key === "Delete" || key === "Escape" && target === canvas) return "clear";
}

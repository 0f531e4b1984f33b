import { load, save } from "./storage.js";

const STORAGE_KEY = "digitsite.paper";

/**
 * The switch for dark paper: as the device's theme has it until the visitor chooses.
 * Calls `onChange()` when the paper has another colour.
 */
export function setUpPaper(form, onChange) {
  const { paper } = form.elements;
  const darkTheme = matchMedia("(prefers-color-scheme: dark)");
  let choice = load(STORAGE_KEY); // "dark" or "light"

  function show() {
    if (choice) document.documentElement.dataset.paper = choice;
    paper.checked = choice ? choice === "dark" : darkTheme.matches;
    onChange();
  }
  paper.onchange = () => {
    choice = paper.checked ? "dark" : "light";
    save(STORAGE_KEY, choice);
    show();
  };
  darkTheme.onchange = show;
  show();
}

import { contrast } from "./colour.js";
import { load, save } from "./storage.js";

const STORAGE_KEY = "digitsite.pen";
const VISIBLE = 3; // contrast that a control needs: WCAG 2, 1.4.11

/**
 * Restores the visitor's last choice of pen, and saves each new one for the next
 * visit. Returns a function that returns the current pen: {colour, width}.
 */
export function setUpPen(form) {
  const { colour, own, thickness } = form.elements;
  const ownPen = form.querySelector("[name=colour][value=own]");
  const saved = load(STORAGE_KEY) ?? {};
  if (saved.own) own.value = saved.own; // what is no colour becomes black
  colour.value = saved.colour; // an unknown colour changes nothing
  if (saved.thickness) thickness.value = saved.thickness;

  function currentPen() {
    const chosen = form.querySelector("[name=colour]:checked");
    return { colour: getComputedStyle(chosen).color, width: Number(thickness.value) };
  }
  function showPen() {
    ownPen.style.color = own.value;
    showAccent(currentPen().colour);
  }
  function choose() {
    showPen();
    save(STORAGE_KEY, {
      colour: colour.value,
      own: own.value,
      thickness: thickness.value,
    });
  }
  own.oninput = own.onclick = () => {
    ownPen.checked = true;
    choose();
  };
  form.addEventListener("change", choose);
  matchMedia("(prefers-color-scheme: dark)").onchange = showPen;
  showPen();
  return currentPen;
}

/** The page takes on the pen's colour where that stands out from the page. */
function showAccent(colour) {
  const { style } = document.documentElement;
  const { backgroundColor: ground, color: text } = getComputedStyle(document.body);
  const accent = contrast(colour, ground) < VISIBLE ? text : colour;
  const isDark =
    contrast(accent, "rgb(255, 255, 255)") > contrast(accent, "rgb(0, 0, 0)");
  style.setProperty("--pen", accent);
  style.setProperty("--on-pen", isDark ? "#fff" : "#000");
}

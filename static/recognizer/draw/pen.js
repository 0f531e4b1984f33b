const STORAGE_KEY = "digitsite.pen";

/**
 * Restores the visitor's last choice of pen, and saves each new one for the next
 * visit. Returns a function that returns the current pen: {colour, width}.
 */
export function setUpPen(form) {
  const { colour, thickness } = form.elements;
  const saved = loadChoice();
  colour.value = saved.colour; // an unknown colour changes nothing
  if (saved.thickness) thickness.value = saved.thickness;

  function currentPen() {
    const chosen = form.querySelector("[name=colour]:checked");
    return { colour: getComputedStyle(chosen).color, width: Number(thickness.value) };
  }
  function showColour() {
    document.documentElement.style.setProperty("--pen", currentPen().colour);
  }
  form.addEventListener("change", () => {
    showColour();
    saveChoice({ colour: colour.value, thickness: thickness.value });
  });
  showColour();
  return currentPen;
}

// A browser may refuse storage; then each visit starts like a first one.
function loadChoice() {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY)) ?? {};
  } catch {
    return {};
  }
}

function saveChoice(choice) {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(choice));
  } catch {
    // The choice is lost with the page.
  }
}

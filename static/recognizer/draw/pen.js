const KEPT_AS = "digitsite.pen";

/** A function that tells the form's pen; the choice is kept for the next visit. */
export function choosePen(form) {
  const { colour, thickness } = form.elements;
  const kept = recall();
  colour.value = kept.colour; // one that there is not changes nothing
  if (kept.thickness) thickness.value = kept.thickness;

  function pen() {
    const chosen = form.querySelector("[name=colour]:checked");
    return { colour: getComputedStyle(chosen).color, width: Number(thickness.value) };
  }
  function show() {
    document.documentElement.style.setProperty("--pen", pen().colour);
  }
  form.addEventListener("change", () => {
    show();
    keep({ colour: colour.value, thickness: thickness.value });
  });
  show();
  return pen;
}

// A browser may refuse storage; then each visit starts like a first one.
function recall() {
  try {
    return JSON.parse(localStorage.getItem(KEPT_AS)) ?? {};
  } catch {
    return {};
  }
}

function keep(chosen) {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(chosen));
  } catch {
    // The choice is lost with the page.
  }
}

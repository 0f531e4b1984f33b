/** The visitor's newest drawings below the page: kept up to date while they draw. */
import { gettext, interpolate } from "../translate.js";
import { inFewWords } from "./words.js";

const MOST = 12; // as the page shows
const NO_ID = "00000000-0000-0000-0000-000000000000"; // in the template of a cell

const strip = document.getElementById("strip");
const list = strip.querySelector(".cells");
const template = strip.querySelector("template");
const status = strip.querySelector("[role=status]");

document.addEventListener("drawing-kept", ({ detail }) => showDrawing(detail));
document.addEventListener("claim-changed", ({ detail: { id, claim } }) => {
  const cell = findCell(id);
  if (cell) showClaim(cell, claim);
});
list.addEventListener("submit", (event) => {
  event.preventDefault();
  deleteDrawing(event.target.closest(".cell"));
});

/** A drawing that was just kept becomes the first cell. */
function showDrawing(answer) {
  const { id, claim } = answer;
  if (findCell(id)) return;
  list.insertAdjacentHTML("afterbegin", template.innerHTML.replaceAll(NO_ID, id));
  const cell = list.firstElementChild;
  cell.querySelector(".read").textContent = inFewWords(answer);
  showClaim(cell, claim);
  list.children[MOST]?.remove();
  strip.hidden = false;
}

function showClaim(cell, claim) {
  const sentence = gettext("You: %(word)s");
  cell.querySelector(".claimed").textContent = claim
    ? interpolate(sentence, { word: inFewWords(claim) })
    : "";
}

async function deleteDrawing(cell) {
  const reply = await fetch(cell.dataset.api, { method: "DELETE" }).catch(() => null);
  if (!reply?.ok && reply?.status !== 404) { // 404: it is gone already
    status.textContent = gettext("Not deleted. Try again in a moment.");
    return;
  }
  const next = cell.nextElementSibling ?? cell.previousElementSibling;
  cell.remove();
  (next?.querySelector("a") ?? strip.querySelector("h2")).focus();
  status.textContent = gettext("The drawing is deleted.");
  document.dispatchEvent(
    new CustomEvent("drawing-deleted", { detail: { id: cell.dataset.drawing } }),
  );
}

function findCell(id) {
  return list.querySelector(`[data-drawing="${id}"]`);
}

/**
 * The answer section shows what the network read. Its buttons take the visitor's
 * claim: what the drawing really is.
 */
const WORDS = "Zero One Two Three Four Five Six Seven Eight Nine".split(" ");

const section = document.getElementById("answer");
const output = section.querySelector("output");
const tileImage = section.querySelector("img");
const bars = section.querySelectorAll(".bars li");
const claimFields = section.querySelector("fieldset");
const claimButtons = claimFields.querySelectorAll("button");
const claimHint = claimFields.querySelector("p");
const firstOutput = output.textContent;
const firstHint = claimHint.textContent;

/** The page shows that there is no drawing yet. */
export function showEmpty() {
  reset("empty");
  output.replaceChildren(firstOutput);
}

/** The page shows a sentence instead of an answer. */
export function showProblem(sentence) {
  reset("problem");
  output.replaceChildren(sentence);
}

/** The page shows that it waits for the server. */
export function showWaiting() {
  section.dataset.state = "waiting";
  claimFields.disabled = true;
}

/** The page greys out an answer, because the drawing has changed since. */
export function showOutdated() {
  if (section.dataset.state !== "shown") return showEmpty();
  section.dataset.state = "outdated";
  claimFields.disabled = true;
}

/** The page shows an answer of the API. */
export function showAnswer({ digit, word, confidence, probabilities, tile }) {
  reset("shown");
  const sure = `${percent(Math.min(confidence, 0.999))} sure`; // never 100 %
  const lead = digit === null ? [] : [element("span", "Number drawn:"), " "];
  output.replaceChildren(...lead, element("strong", word), " ", element("small", sure));
  tileImage.src = tile;
  tileImage.hidden = false;
  bars.forEach((bar, i) => fillBar(bar, i, probabilities[i], i === digit));
  claimFields.disabled = false;
}

/** Each press of a claim button calls `listener` with 0 to 9, or null: not a digit. */
export function onClaim(listener) {
  for (const button of claimButtons) {
    button.onclick = () => listener(button.value === "" ? null : Number(button.value));
  }
}

/** The page confirms a claim that the server has kept. */
export function showClaimKept(digit) {
  markClaim(digit ?? "");
  claimHint.textContent = `Thank you: kept as ${WORDS[digit] ?? "not a digit"}.`;
}

/** The page tells why the server has not kept a claim. */
export function showClaimNotKept(sentence) {
  claimHint.textContent = `Not kept: ${sentence}`;
}

function reset(state) {
  section.dataset.state = state;
  tileImage.hidden = true;
  bars.forEach((bar, digit) => fillBar(bar, digit, 0, false));
  claimFields.disabled = true;
  claimHint.textContent = firstHint;
  markClaim(undefined);
}

/** A bar shows how probable its digit is, from 0 to 1. */
function fillBar(bar, digit, probability, isAnswer) {
  bar.style.setProperty("--share", probability);
  bar.classList.toggle("chosen", isAnswer);
  bar.firstElementChild.textContent = `${WORDS[digit]}: ${percent(probability)}`;
}

/** The button with this value looks pressed, and no other does. */
function markClaim(value) {
  for (const button of claimButtons)
    button.setAttribute("aria-pressed", button.value === String(value));
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

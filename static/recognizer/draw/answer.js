/** The part of the page that tells what the network thinks, and takes the claim. */
const WORDS = "Zero One Two Three Four Five Six Seven Eight Nine".split(" ");

const section = document.getElementById("answer");
const said = section.querySelector("output");
const tile = section.querySelector("img");
const bars = section.querySelectorAll(".bars li");
const claim = section.querySelector("fieldset");
const keys = claim.querySelectorAll("button");
const hint = claim.querySelector("p");
const invitation = said.textContent;
const question = hint.textContent;

/** Nothing is asked yet. */
export function empty() {
  problem(invitation, "empty");
}

export function problem(sentence, state = "problem") {
  reset(state);
  said.replaceChildren(sentence);
}

export function waiting() {
  section.dataset.state = "waiting";
  claim.disabled = true;
}

/** The drawing is no longer the one that was answered. */
export function outdated() {
  if (section.dataset.state !== "shown") return empty();
  section.dataset.state = "outdated";
  claim.disabled = true;
}

/** Show an answer of the API. */
export function show({ digit, word, confidence, probabilities, tile: picture }) {
  reset("shown");
  const sure = `${percent(Math.min(confidence, 0.999))} sure`; // never 100 %
  const lead = digit === null ? [] : [part("span", "Number drawn:"), " "];
  said.replaceChildren(...lead, part("strong", word), " ", part("small", sure));
  tile.src = picture;
  tile.hidden = false;
  bars.forEach((bar, i) => draw(bar, i, probabilities[i], i === digit));
  claim.disabled = false;
}

/** Call `tell` with 0 to 9, or null for not a digit, whenever a key is pressed. */
export function onClaim(tell) {
  for (const key of keys) {
    key.onclick = () => tell(key.value === "" ? null : Number(key.value));
  }
}

export function thank(digit) {
  mark(digit ?? "");
  hint.textContent = `Thank you: kept as ${WORDS[digit] ?? "not a digit"}.`;
}

export function notKept(sentence) {
  hint.textContent = `Not kept: ${sentence}`;
}

function reset(state) {
  section.dataset.state = state;
  tile.hidden = true;
  bars.forEach((bar, digit) => draw(bar, digit, 0, false));
  claim.disabled = true;
  hint.textContent = question;
  mark(undefined);
}

function draw(bar, digit, share, chosen) {
  bar.style.setProperty("--share", share);
  bar.classList.toggle("chosen", chosen);
  bar.firstElementChild.textContent = `${WORDS[digit]}: ${percent(share)}`;
}

function mark(value) {
  for (const key of keys) key.setAttribute("aria-pressed", key.value === String(value));
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

function part(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

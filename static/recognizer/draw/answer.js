/**
 * The answer section is in one of six states, `data-state`:
 *
 * empty      nothing is drawn, or nobody has asked yet
 * waiting    the drawing is sent, to be kept
 * live       the answer to a drawing that is not kept: the keys take no claim
 * shown      the answer to a drawing that is kept: the keys take the visitor's claim
 * outdated   the drawing has changed since the answer
 * problem    a sentence instead of an answer
 */
import { gettext, interpolate } from "../translate.js";
import { emptyKeys, enableKeys, fillKeys } from "./keys.js";
import { describe } from "./words.js";

const PAUSE = 1000; // milliseconds without a new live answer until it is announced

const section = document.getElementById("answer");
const output = section.querySelector("output");
const tile = section.querySelector(".tile img");
const hint = document.getElementById("hint");
const version = document.getElementById("version");
const announcement = document.getElementById("announcement");
const firstOutput = output.textContent;
let announcing;

/** The page shows that there is no answer yet. */
export function showEmpty() {
  enter("empty");
  drop(firstOutput);
}

/** The page shows a sentence instead of an answer, and which request failed, if any. */
export function showProblem(sentence, requestId) {
  enter("problem");
  drop(sentence);
  if (requestId) output.append(" ", element("code", requestId));
  announce(sentence, 0);
}

/** The page shows that a drawing is on its way to the server. */
export function showWaiting() {
  enter("waiting");
  showHint("");
}

/** The page greys out an answer, because the drawing has changed since. */
export function showOutdated() {
  if (["live", "shown", "outdated"].includes(section.dataset.state)) enter("outdated");
  else showEmpty();
}

/** The page shows an answer to a drawing that is not kept. */
export function showLive(answer) {
  enter("live");
  fill(answer, false);
  announce(output.textContent, PAUSE);
}

/** The page shows an answer of the API to a drawing that is kept. */
export function showAnswer(answer) {
  enter("shown");
  fill(answer, true);
  announce(output.textContent, 0);
  showHint(gettext("Tap Right, or what you drew."));
}

/** One sentence stands below the answer: what can be done, or what was done. */
export function showHint(sentence) {
  if (hint.textContent !== sentence) hint.textContent = sentence; // not announced twice
}

/** The page shows that an answer takes longer than usual. */
export function showBusy(isBusy) {
  section.setAttribute("aria-busy", isBusy);
}

function enter(state) {
  section.dataset.state = state;
  clearTimeout(announcing);
  enableKeys(state === "shown");
}

/** Shows a sentence where the answer was. */
function drop(sentence) {
  output.replaceChildren(sentence);
  tile.hidden = true;
  version.hidden = true;
  emptyKeys();
  showHint("");
}

function fill(answer, isKept) {
  const { lead, name, remark } = describe(answer, isKept);
  const strong = element("strong", name);
  strong.classList.toggle("close", Boolean(answer.second));
  output.replaceChildren(
    element("span", lead),
    " ",
    strong,
    " ",
    element("small", remark),
  );
  if (answer.tile) tile.src = answer.tile;
  tile.hidden = answer.tile === null;
  version.textContent = interpolate(gettext("Version %(version)s"), answer);
  version.hidden = false;
  fillKeys(answer);
}

/** Screen readers say a sentence, unless a newer one comes within `pause`. */
function announce(sentence, pause) {
  announcement.textContent = "";
  announcing = setTimeout(() => announcement.textContent = sentence, pause);
}

function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

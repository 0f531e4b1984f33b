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
import { emptyBoxes, enableBoxes, fillBoxes } from "./boxes.js";
import { emptyKeys, enableKeys, fillKeys } from "./keys.js";
import { closeNumberField } from "./number_field.js";
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
  emptyBoxes();
  if (["live", "shown", "outdated"].includes(section.dataset.state)) enter("outdated");
  else showEmpty();
}

/** The page shows an answer to a drawing that is not kept. */
export function showLive(answer) {
  enter("live");
  announce(fill(answer, false), PAUSE);
}

/** The page shows an answer of the API to a drawing that is kept. */
export function showAnswer(answer) {
  enter("shown");
  announce(fill(answer, true), 0);
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
  enableKeys(() => state === "shown");
  enableBoxes(state === "shown");
  if (state !== "shown") closeNumberField();
}

/** Shows a sentence where the answer was. */
function drop(sentence) {
  output.replaceChildren(sentence);
  tile.hidden = true;
  version.hidden = true;
  emptyKeys();
  emptyBoxes();
  showHint("");
}

/** Shows an answer, and returns it as one sentence. */
function fill(answer, isKept) {
  const { lead, name, digits, remark, isWide } = describe(answer, isKept);
  const strong = element("strong", "");
  strong.append(element("span", name), element("b", digits));
  strong.classList.toggle("wide", isWide);
  strong.classList.toggle("long", digits !== "");
  const parts = [element("span", lead), " ", strong, " ", element("small", remark)];
  output.replaceChildren(...parts);
  showTile(answer);
  version.textContent = interpolate(gettext("Version %(version)s"), answer);
  version.hidden = false;
  fillKeys(answer);
  fillBoxes(answer);
  return [lead, name, remark].join(" ").trim();
}

/** Of a number, no tile: that of the whole drawing was seen, and not the number read. */
function showTile({ tile: picture, parts }) {
  if (picture) tile.src = picture;
  tile.hidden = picture === null || parts.length > 0;
  section.classList.toggle("number", parts.length > 0);
}

/** Screen readers say a sentence, unless a newer one comes within `pause`. */
function announce(sentence, pause) {
  announcement.textContent = "";
  announcing = setTimeout(() => announcement.textContent = sentence, pause);
}

function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

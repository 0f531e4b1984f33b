import { gettext, interpolate } from "../translate.js";
import { showHint } from "./answer.js";
import { sendClaim } from "./api.js";
import { markBoxes } from "./boxes.js";
import { enableKeys, fillKeysOf, markKeys, NEITHER, NUMBER, RIGHT } from "./keys.js";
import { closeNumberField, openNumberField } from "./number_field.js";
import { sentenceAbout } from "./problem.js";

let answer; // the answer on the page that a claim is about
let chosen = null; // the newest claim: {number}, which is "7", "42" or null; null: none
let box = null; // the place of the digit, in a number, that the keys are for
let lastRequest = Promise.resolve(); // they go one by one, so that the last one counts

/** From now on claims are about this answer of the API. */
export function claimAbout(shownAnswer) {
  answer = shownAnswer;
  box = null;
  closeNumberField();
  enableKeys(isMeaningful);
  choose(answer.claim ?? null);
  showHint(chosen ? thanks(chosen) : instruction());
}

/** The visitor has pressed a key: a claim, or the way to type one. */
export function pressKey(value) {
  if (value === NUMBER) return openField();
  if (value === RIGHT) return claim(answer.number);
  if (value === NEITHER) return claim(null);
  if (box === null) return claim(value);
  claim(withDigit(box, value));
}

/** The keys are for this digit of the number until it is chosen again. */
export function chooseBox(i, digit) {
  box = i === box && digit === undefined ? null : i;
  fillKeysOf(answer.parts[box]);
  enableKeys(isMeaningful);
  choose(chosen);
  if (digit !== undefined) return claim(withDigit(i, digit));
  showHint(box === null ? instruction() : gettext("Tap the digit that it is."));
}

/** The visitor says what the drawing is; the same again takes that back. */
export function claim(number) {
  const claimed = answer;
  const wanted = chosen?.number === number ? null : { number };
  const isNewest = () => claimed === answer && wanted === chosen;
  choose(wanted);
  lastRequest = lastRequest.then(async () => {
    try {
      claimed.claim = await sendClaim(claimed, wanted);
      announceChange(claimed);
      if (isNewest()) showHint(thanks(claimed.claim));
    } catch (error) {
      if (!isNewest()) return;
      choose(claimed.claim ?? null);
      const values = { problem: sentenceAbout(error) };
      showHint(interpolate(gettext("Not kept: %(problem)s"), values));
    }
  });
}

function openField() {
  const number = chosen?.number ?? null;
  openNumberField(number ?? answer.number ?? "", number);
  showHint(gettext("Type all its digits, then press Enter."));
}

function choose(claim) {
  chosen = claim;
  markBoxes(isAsLong() ? chosen.number : null, box);
  markKeys(pressedKeys());
}

/** Tells whether a key says something about the answer that is shown. */
function isMeaningful(value) {
  if (value === RIGHT) return answer.number !== null || !answer.several_digits;
  const isDigit = ![NEITHER, NUMBER].includes(value);
  return !isDigit || !isNumber() || box !== null;
}

function pressedKeys() {
  if (chosen === null) return [];
  const { number } = chosen;
  if (number === answer.number && isNumber()) return [RIGHT, ...digitKeys()];
  if (number === answer.number && !answer.several_digits)
    return [RIGHT, number ?? NEITHER];
  if (number === null) return [NEITHER];
  if (number.length === 1) return [number];
  return digitKeys().length > 0 ? digitKeys() : [NUMBER];
}

/** The key of the claimed digit whose box is chosen. */
function digitKeys() {
  return box !== null && isAsLong() ? [chosen.number[box]] : [];
}

/** Returns the number with another digit at one place, beside what else was mended. */
function withDigit(i, digit) {
  const number = isAsLong() ? chosen.number : answer.number;
  return number.slice(0, i) + digit + number.slice(i + 1);
}

/** Tells whether the claim has a digit for each box. */
function isAsLong() {
  return isNumber() && chosen?.number?.length === answer.number.length;
}

function isNumber() {
  return answer.parts.length > 0;
}

function instruction() {
  if (isNumber()) return gettext("Tap Right, or the box of a wrong digit.");
  if (answer.several_digits) return gettext("Tap 123 and type the number you drew.");
  return gettext("Tap Right, or what you drew.");
}

function thanks(claim) {
  if (claim === null) return gettext("Taken back. Tap what you drew, if you like.");
  if (claim.number === null)
    return gettext("Thank you: kept as not a digit. Tap it again to take it back.");
  if (claim.number.length > 1)
    return interpolate(gettext("Thank you: kept as %(number)s."), claim);
  const kept = gettext("Thank you: kept as %(name)s. Tap it again to take it back.");
  return interpolate(kept, { name: claim.word });
}

/** Other parts of the page show claims too. */
function announceChange({ id, claim }) {
  document.dispatchEvent(new CustomEvent("claim-changed", { detail: { id, claim } }));
}

import { gettext } from "../translate.js";
import { percent } from "./words.js";

/** Values of keys that stand for no digit. */
export const RIGHT = "right", NEITHER = "", NUMBER = "number";

const NOT_A_DIGIT = 10; // its place among the probabilities

const fieldset = document.getElementById("keys");
const keys = fieldset.querySelectorAll("button");
const neither = fieldset.querySelector(`[value="${NEITHER}"] > :first-child`);

/**
 * Each key shows how probable its digit is; the likeliest one stands out. Of a number,
 * whose digits are known one by one, the keys show nothing until one is chosen.
 */
export function fillKeys({ number, parts, probabilities }) {
  const isNumber = parts.length > 0;
  neither.textContent = isNumber ? gettext("Not a number") : gettext("Not a digit");
  if (isNumber) return fillKeysOf(null);
  showShares((value) => probabilities[value === NEITHER ? NOT_A_DIGIT : value], number);
}

/** The keys show how sure one digit of a number is, {digit, confidence}, or nothing. */
export function fillKeysOf(part) {
  const digit = part ? String(part.digit) : undefined;
  showShares((value) => value === digit ? part.confidence : undefined, digit);
}

export function emptyKeys() {
  neither.textContent = gettext("Not a digit");
  showShares(() => undefined, undefined);
  markKeys([]);
}

/** Keys that are not enabled keep the focus, and do nothing. */
export function enableKeys(isEnabled) {
  for (const key of keys) key.setAttribute("aria-disabled", !isEnabled(key.value));
}

/** The keys of these values look pressed. */
export function markKeys(values) {
  for (const key of keys) key.setAttribute("aria-pressed", values.includes(key.value));
}

/** Each press of an enabled key calls `listener` with its value: "0" to "9", or above. */
export function onKey(listener) {
  for (const key of keys) {
    key.onclick = () => {
      if (key.getAttribute("aria-disabled") === "false") listener(key.value);
    };
  }
}

/** `shareOf(value)` returns a share, or undefined: some versions know no such class. */
function showShares(shareOf, likeliest) {
  for (const key of fieldset.querySelectorAll(".bar")) {
    const share = shareOf(key.value);
    key.style.setProperty("--share", share ?? 0);
    key.classList.toggle("likeliest", likeliest === (key.value || null));
    key.querySelector(".share").textContent = share === undefined ? "" : percent(share);
  }
}

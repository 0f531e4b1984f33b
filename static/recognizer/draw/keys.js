import { percent } from "./words.js";

const NOT_A_DIGIT = 10; // its place among the probabilities
const RIGHT = "right";

const keys = document.getElementById("keys").querySelectorAll("button");
let answeredDigit; // what the key "Right" stands for; undefined: there is no answer

/** Each key shows how probable its digit is; the likeliest one stands out. */
export function fillKeys({ digit, probabilities }) {
  answeredDigit = digit;
  for (const key of keys) {
    if (key.value === RIGHT) continue;
    const share = probabilities[digitOf(key) ?? NOT_A_DIGIT]; // some know no such class
    key.style.setProperty("--share", share ?? 0);
    key.classList.toggle("likeliest", digitOf(key) === digit);
    key.querySelector(".share").textContent = share === undefined ? "" : percent(share);
  }
}

export function emptyKeys() {
  for (const key of keys) {
    key.style.removeProperty("--share");
    key.classList.remove("likeliest");
    key.querySelector(".share")?.replaceChildren();
  }
  markClaim(null);
}

/** Keys that are not enabled keep the focus, and do nothing. */
export function enableKeys(isEnabled) {
  for (const key of keys) key.setAttribute("aria-disabled", !isEnabled);
}

/** The keys of a claim, {digit} or null, look pressed: also "Right" where it agrees. */
export function markClaim(claim) {
  for (const key of keys)
    key.setAttribute("aria-pressed", claim !== null && claim.digit === digitOf(key));
}

/** Each press of an enabled key calls `listener` with 0 to 9, or null: not a digit. */
export function onKey(listener) {
  for (const key of keys) {
    key.onclick = () => {
      if (key.getAttribute("aria-disabled") === "false") listener(digitOf(key));
    };
  }
}

function digitOf(key) {
  if (key.value === RIGHT) return answeredDigit;
  return key.value === "" ? null : Number(key.value);
}

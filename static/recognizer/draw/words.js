/** An answer in the visitor's words. */
import { gettext, interpolate } from "../translate.js";

/**
 * Returns an answer as {lead, name, remark}, such as "Number drawn:", "Seven" and "quite
 * sure, 97.3%". `lead` is empty where no number was drawn.
 */
export function describe(answer, isKept) {
  if (answer.several_digits) {
    return {
      lead: "",
      name: answer.word,
      remark: gettext("Draw one at a time for now."),
    };
  }
  const lead = isKept ? gettext("Number drawn:") : gettext("Looks like:");
  return {
    lead: answer.digit === null ? "" : lead,
    name: withSecondGuess(answer),
    remark: howSure(answer.confidence),
  };
}

/** Returns a share as a percentage, never 100 %: nobody is that sure. */
export function percent(share) {
  return Math.min(share, 0.999).toLocaleString(document.documentElement.lang, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}

function withSecondGuess({ word, second }) {
  if (!second) return word;
  const values = { name: word, guess: perhaps(second.digit) };
  return interpolate(gettext("%(name)s, %(guess)s"), values);
}

function perhaps(digit) {
  const guesses = [
    gettext("perhaps a Zero"),
    gettext("perhaps a One"),
    gettext("perhaps a Two"),
    gettext("perhaps a Three"),
    gettext("perhaps a Four"),
    gettext("perhaps a Five"),
    gettext("perhaps a Six"),
    gettext("perhaps a Seven"),
    gettext("perhaps an Eight"),
    gettext("perhaps a Nine"),
  ];
  return guesses[digit] ?? gettext("perhaps not a digit");
}

/** Says it as the drawing's own page does: how_sure() of templatetags/surety.py. */
function howSure(confidence) {
  const values = { percent: percent(confidence) };
  if (confidence >= 0.99) return interpolate(gettext("very sure, %(percent)s"), values);
  if (confidence >= 0.9) return interpolate(gettext("quite sure, %(percent)s"), values);
  if (confidence >= 0.6)
    return interpolate(gettext("fairly sure, %(percent)s"), values);
  return interpolate(gettext("not sure, %(percent)s"), values);
}

/** An answer in the visitor's words. */
import { gettext, interpolate } from "../translate.js";

const WIDE = 14; // letters: longer words are written smaller
const LONG = 28; // letters: longer words give way to digits where there is little room

/**
 * Returns an answer as {lead, name, digits, remark, isWide}, such as "Number drawn:",
 * "Forty-two", "", "quite sure, 97.3%" and false. `lead` is empty where no number was
 * drawn; `digits` is the number in digits where its words are long, and else empty.
 */
export function describe(answer, isKept) {
  const lead = isKept ? gettext("Number drawn:") : gettext("Looks like:");
  return {
    lead: answer.number === null ? "" : lead,
    name: withSecondGuess(answer),
    digits: isLong(answer) ? answer.number : "",
    remark: remarkOn(answer),
    isWide: Boolean(answer.second) || answer.word.length > WIDE,
  };
}

/** Returns words, or the digits of a number whose words are long. */
export function inFewWords(value) {
  return isLong(value) ? value.number : value.word;
}

/** Returns a share as a percentage, never 100 %: nobody is that sure. */
export function percent(share) {
  return Math.min(share, 0.999).toLocaleString(document.documentElement.lang, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}

/** As few_words() of templatetags/surety.py decides. */
function isLong({ word, number }) {
  return number !== null && word.length > LONG;
}

/** How sure the answer is, or what helps where nothing is read: remark() of surety.py. */
function remarkOn(
  { number, several_digits: isSeveral, other_signs: isMixed, confidence },
) {
  if (isMixed) return gettext("I read only digits: no signs, points or letters.");
  if (isSeveral && number === null)
    return gettext("Draw them on one line, further apart.");
  return howSure(confidence);
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

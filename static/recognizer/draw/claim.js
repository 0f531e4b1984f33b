import { gettext, interpolate } from "../translate.js";
import { showHint } from "./answer.js";
import { sendClaim } from "./api.js";
import { markClaim } from "./keys.js";
import { sentenceAbout } from "./problem.js";

let answer; // the answer on the page that a claim is about
let chosen = null; // the newest claim: {digit}, or null for none
let lastRequest = Promise.resolve(); // they go one by one, so that the last one counts

/** From now on claims are about this answer of the API. */
export function claimAbout(shownAnswer) {
  answer = shownAnswer;
  choose(answer.claim ?? null);
  if (chosen) showHint(thanks(chosen));
}

/** The visitor says what the drawing is; the same again takes that back. */
export function claim(digit) {
  const claimed = answer;
  const wanted = chosen?.digit === digit ? null : { digit };
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

function choose(claim) {
  chosen = claim;
  markClaim(claim);
}

function thanks(claim) {
  if (claim === null) return gettext("Taken back. Tap what you drew, if you like.");
  if (claim.digit === null)
    return gettext("Thank you: kept as not a digit. Tap it again to take it back.");
  const kept = gettext("Thank you: kept as %(name)s. Tap it again to take it back.");
  return interpolate(kept, { name: claim.word });
}

/** Other parts of the page show claims too. */
function announceChange({ id, claim }) {
  document.dispatchEvent(new CustomEvent("claim-changed", { detail: { id, claim } }));
}

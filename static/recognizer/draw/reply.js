const CLASSES = [10, 11]; // the digits; not a digit too, where a version knows that

/**
 * Returns a reply with what the release before this one did not know, which may still
 * answer while hosts are upgraded one by one: numbers of several digits.
 */
export function completeReply(reply) {
  if (typeof reply?.digit === "undefined") return reply;
  const { claim } = reply;
  return {
    ...{ number: numberOf(reply), parts: [], other_signs: false },
    ...reply,
    claim: claim && { number: numberOf(claim), ...claim },
  };
}

function numberOf({ digit }) {
  return digit === null ? null : String(digit);
}

/** Tells whether a reply has all that the page shows of an answer, as the API has it. */
export function isAnswer(reply) {
  return isDigit(reply?.digit) &&
    isNumber(reply.number) &&
    typeof reply.word === "string" &&
    isShare(reply.confidence) &&
    CLASSES.includes(reply.probabilities?.length) &&
    reply.probabilities.every(isShare) &&
    Array.isArray(reply.parts) &&
    reply.parts.every(isPart) &&
    typeof reply.version === "string" &&
    (reply.tile === null || /^data:image\/png/.test(reply.tile)) &&
    (!reply.second || isDigit(reply.second.digit));
}

/** A digit is 0 to 9; null is "not a digit". */
function isDigit(value) {
  return value === null || Number.isInteger(value) && value >= 0 && value <= 9;
}

/** A number is text, such as "7" or "42"; null is neither a digit nor a number. */
function isNumber(value) {
  return value === null || /^[0-9]{1,12}$/.test(value);
}

/** A part is a digit of a number, with its box: left, top, width and height. */
function isPart(part) {
  return Number.isInteger(part?.digit) && isDigit(part.digit) &&
    isShare(part.confidence) &&
    part.box?.length === 4 && part.box.every(Number.isFinite);
}

function isShare(value) {
  return typeof value === "number" && value >= 0 && value <= 1;
}

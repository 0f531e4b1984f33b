const CLASSES = [10, 11]; // the digits; not a digit too, where a version knows that

/** Tells whether a reply has all that the page shows of an answer, as the API has it. */
export function isAnswer(reply) {
  return isDigit(reply?.digit) &&
    typeof reply.word === "string" &&
    isShare(reply.confidence) &&
    CLASSES.includes(reply.probabilities?.length) &&
    reply.probabilities.every(isShare) &&
    typeof reply.version === "string" &&
    (reply.tile === null || /^data:image\/png/.test(reply.tile)) &&
    (!reply.second || isDigit(reply.second.digit));
}

/** A digit is 0 to 9; null is "not a digit". */
function isDigit(value) {
  return value === null || Number.isInteger(value) && value >= 0 && value <= 9;
}

function isShare(value) {
  return typeof value === "number" && value >= 0 && value <= 1;
}

import { gettext } from "../translate.js";

/** An error whose message is a sentence for the visitor. */
export class Problem extends Error {
  requestId; // of a fault of the server, to name to whoever runs it
}

/** No server was reached: without a network, or while it is down. */
export class Unreachable extends Problem {}

/** The server asks for a pause. */
export class TooMany extends Problem {}

export function tryLater() {
  return gettext("Try again in a moment.");
}

/** Returns a sentence about any error. A program's own message goes to the console. */
export function sentenceAbout(error) {
  if (error instanceof Problem) return error.message;
  reportError(error);
  return `${gettext("Something went wrong on this page.")} ${tryLater()}`;
}

export const TRY_LATER = "Try again in a moment.";

/** An error whose message is a sentence for the visitor. */
export class Problem extends Error {}

/** Returns a sentence about any error. A program's own message goes to the console. */
export function sentenceAbout(error) {
  if (error instanceof Problem) return error.message;
  reportError(error);
  return `Something went wrong on this page. ${TRY_LATER}`;
}

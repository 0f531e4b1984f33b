import { gettext, interpolate } from "../translate.js";
import { Problem, TooMany, tryLater, Unreachable } from "./problem.js";
import { completeReply, isAnswer } from "./reply.js";

const MAX_POINTS = 20_000; // the API refuses more

/** Sends a drawing to the API, which keeps it, and returns the network's answer. */
export function recognise(address, { picture, strokes }, signal) {
  const form = pictureForm(picture);
  if (strokes.flat().length <= MAX_POINTS)
    form.append("strokes", JSON.stringify(strokes));
  return ask(address, form, signal);
}

/** Returns the network's answer to a picture that is not kept. */
export function recogniseSoFar(address, picture, signal) {
  return ask(`${address}?keep=false`, pictureForm(picture), signal);
}

/**
 * Sends what the visitor says a drawing is, {number}: "7", "42", or null for neither a
 * digit nor a number. A claim that is null itself takes the last one back. Returns the
 * claim as it is kept.
 */
export async function sendClaim(answer, claim) {
  const { pathname } = new URL(answer.url); // a proxy may hide our host and scheme
  const address = `${pathname}claim/`;
  if (claim === null) {
    await send(address, { method: "DELETE" });
    return null;
  }
  const { number } = claim;
  const isDigit = number === null || number.length === 1;
  const digit = number === null ? null : Number(number);
  const { word } = await send(address, {
    method: "POST",
    body: JSON.stringify(isDigit ? { digit } : { number }),
    headers: { "Content-Type": "application/json" },
  });
  return { number, word };
}

function pictureForm(picture) {
  const form = new FormData();
  form.append("image", picture, picture.name ?? "drawing.png");
  return form;
}

async function ask(address, form, signal) {
  const request = { method: "POST", body: form, signal };
  const reply = completeReply(await send(address, request));
  if (isAnswer(reply)) return reply;
  throw new Problem(serverFailed());
}

/** Sends a request; returns the reply's JSON, or null without any. Throws a Problem. */
async function send(address, request) {
  let response;
  try {
    response = await fetch(address, request);
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    const sentence = `${gettext("The server cannot be reached.")} ${tryLater()}`;
    throw new Unreachable(sentence, { cause: error });
  }
  const reply = await response.json().catch(() => null); // a proxy may answer in HTML
  request.signal?.throwIfAborted();
  if (response.ok) return reply;
  if (response.status === 429) throw new TooMany(explainPause(response.headers));
  const problem = new Problem(explain(response, reply?.detail));
  if (response.status >= 500) problem.requestId = reply?.request_id;
  throw problem;
}

/** Returns a sentence about a response that is an error. */
function explain(response, detail) {
  if (typeof detail === "string") return detail;
  if (response.status === 413) return gettext("The picture is too large.");
  return serverFailed();
}

function serverFailed() {
  return `${gettext("Something went wrong on the server.")} ${tryLater()}`;
}

function explainPause(headers) {
  const pause = Math.ceil(Number(headers.get("Retry-After"))); // seconds
  return `${gettext("That was a lot of drawings.")} ${whenToRetry(pause)}`;
}

function whenToRetry(seconds) {
  if (!(seconds > 0)) return tryLater();
  if (seconds === 1) return gettext("Try again in a second.");
  if (seconds < 100)
    return interpolate(gettext("Try again in %(count)s seconds."), { count: seconds });
  const count = Math.ceil(seconds / 60);
  return interpolate(gettext("Try again in %(count)s minutes."), { count });
}

import { Problem, TRY_LATER } from "./problem.js";

const MAX_POINTS = 20_000; // the API refuses more

/** Sends a picture to the API, and returns the network's answer. */
export function recognise(address, picture, strokes, signal) {
  const body = new FormData();
  body.append("image", picture, picture.name ?? "drawing.png");
  if (strokes.flat().length <= MAX_POINTS)
    body.append("strokes", JSON.stringify(strokes));
  return post(address, { body, signal });
}

/** Sends what the visitor says a drawing is: 0 to 9, or null for not a digit. */
export function sendClaim(answer, digit) {
  const { pathname } = new URL(answer.url); // a proxy may hide our host and scheme
  return post(`${pathname}claim/`, {
    body: JSON.stringify({ digit }),
    headers: { "Content-Type": "application/json" },
  });
}

/** Sends a request and returns the reply's JSON. Throws a Problem when it fails. */
async function post(address, request) {
  let response;
  try {
    response = await fetch(address, { method: "POST", ...request });
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    throw new Problem(`The server cannot be reached. ${TRY_LATER}`, { cause: error });
  }
  const reply = await response.json().catch(() => null); // a proxy may answer in HTML
  request.signal?.throwIfAborted();
  if (response.ok && reply) return reply;
  throw new Problem(explain(response, reply?.detail));
}

/** Returns a sentence about a response that is an error. */
function explain(response, detail) {
  if (response.status === 429) {
    const when = whenToRetry(response.headers.get("Retry-After"));
    return `That was a lot of drawings. ${when}`;
  }
  if (typeof detail === "string") return detail;
  if (response.status === 413) return "The picture is too large.";
  return `Something went wrong on the server. ${TRY_LATER}`;
}

function whenToRetry(header) {
  const seconds = Math.ceil(Number(header));
  if (!(seconds > 0)) return TRY_LATER;
  if (seconds === 1) return "Try again in a second.";
  if (seconds < 100) return `Try again in ${seconds} seconds.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

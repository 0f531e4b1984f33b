export const LATER = "Try again in a moment.";

/** What went wrong, as a sentence for the visitor. */
export class Problem extends Error {}

/** Send one picture; the answer of the API's "POST predictions/". */
export function recognise(address, picture, strokes, signal) {
  const body = new FormData();
  body.append("image", picture, picture.name ?? "drawing.png");
  // More points the API refuses.
  if (strokes.flat().length <= 20_000) body.append("strokes", JSON.stringify(strokes));
  return post(address, { body, signal });
}

/** Tell what an answer's drawing is: 0 to 9, or null for not a digit. */
export function claim({ url }, digit) {
  const { pathname } = new URL(url); // a proxy may hide which host and scheme we use
  return post(`${pathname}claim/`, {
    body: JSON.stringify({ digit }),
    headers: { "Content-Type": "application/json" },
  });
}

async function post(address, request) {
  let response;
  try {
    response = await fetch(address, { method: "POST", ...request });
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    throw new Problem(`The server cannot be reached. ${LATER}`, { cause: error });
  }
  const content = await response.json().catch(() => null); // of a proxy: HTML
  if (response.ok && content) return content;
  throw new Problem(sentence(response, content?.detail));
}

function sentence(response, detail) {
  if (response.status === 429) {
    const when = whenToRetry(response.headers.get("Retry-After"));
    return `That was a lot of drawings. ${when}`;
  }
  if (typeof detail === "string") return detail;
  if (response.status === 413) return "The picture is too large.";
  return `Something went wrong on the server. ${LATER}`;
}

function whenToRetry(header) {
  const seconds = Math.ceil(Number(header));
  if (!(seconds > 0)) return LATER;
  if (seconds === 1) return "Try again in a second.";
  if (seconds < 100) return `Try again in ${seconds} seconds.`;
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

/**
 * Asks a digitsite which digit or number a picture shows: one ES module, for browsers,
 * Deno and Node, with nothing else.
 *
 *     import { Digitsite } from "./digitsite-client.js";
 *
 *     const site = new Digitsite("http://127.0.0.1:8000", { key: "..." });
 *     console.log((await site.recognise(picture)).word);
 *
 * A picture is a Blob, a canvas, or bytes (ArrayBuffer, Uint8Array). An answer is an
 * object of the fields that docs/api.md describes.
 */

const BATCH_PICTURES = 64;
const BATCH_BYTES = 12_000_000;
const MAY_SUCCEED_LATER = new Set([409, 429, 502, 503, 504]);
const LONGEST_WAIT = 120; // seconds, whatever Retry-After says
const BYTES = "application/octet-stream";

/** The site refused; the message is its sentence, `slug` names the problem. */
export class Problem extends Error {
  constructor(members, retryAfter = null) {
    super(members.detail ?? members.title ?? "No answer.");
    this.name = "Problem";
    this.status = members.status ?? 0;
    this.slug = (members.type ?? "").replace(/\/$/, "").split("/").at(-1);
    this.requestId = members.request_id ?? null;
    this.retryAfter = retryAfter;
  }
}

/**
 * A site, asked with a key, or as a visitor for as long as this object lives.
 *
 * What may succeed later is sent again, up to `retries` times, when the site says or
 * after longer and longer pauses. A drawing is kept once however often it was sent.
 */
export class Digitsite {
  constructor(url, { key, timeout = 30, retries = 4, language = "en" } = {}) {
    this.api = `${url.replace(/\/+$/, "")}/api/v1/`;
    this.timeout = timeout; // seconds
    this.retries = retries;
    this.headers = { "Accept-Language": language };
    if (key) this.headers.Authorization = `Bearer ${key}`;
  }

  /** Send a picture; resolves to an answer. With `keep: false` nothing is kept. */
  async recognise(picture, { keep = true } = {}) {
    const body = await toBlob(picture);
    const reply = await this.post(`predictions/${query(keep)}`, body, BYTES);
    return reply.json();
  }

  /**
   * Send many pictures; yields an answer or a Problem for each, in order.
   *
   * `onProgress(done, total)` is called after each batch.
   */
  async *recogniseAll(pictures, options = {}) {
    const { keep = true, batchSize = BATCH_PICTURES, onProgress } = options;
    let done = 0;
    for await (const batch of inBatches(pictures, batchSize)) {
      const form = new FormData();
      batch.forEach((picture) => form.append("image", picture, "picture"));
      const reply = await this.post(`predictions/batch/${query(keep)}`, form);
      done += batch.length;
      onProgress?.(done, pictures.length);
      for (const members of (await reply.json()).results) {
        yield "probabilities" in members ? members : new Problem(members);
      }
    }
  }

  /**
   * Yields the answers to your own drawings, without `tile`, which `drawing()` has.
   *
   * docs/api.md names the filters.
   */
  drawings(filters = {}) {
    return this.pages("predictions/", filters);
  }

  async drawing(id) {
    return (await this.ask("GET", `predictions/${id}/`)).json();
  }

  /** Resolves to the picture that is kept, a Blob. */
  async picture(id) {
    return (await this.ask("GET", `predictions/${id}/picture/`)).blob();
  }

  /** Say what a drawing is: 7, a number such as "42", or null: not a digit. */
  async claim(id, value) {
    const name = typeof value === "string" ? "number" : "digit";
    const body = JSON.stringify({ [name]: value });
    await this.post(`predictions/${id}/claim/`, body, "application/json");
  }

  async takeClaimBack(id) {
    await this.ask("DELETE", `predictions/${id}/claim/`);
  }

  /** Delete a drawing and all that is kept of it. */
  async delete(id) {
    await this.ask("DELETE", `predictions/${id}/`);
  }

  /** Delete all your own drawings. */
  async deleteAll() {
    await this.ask("DELETE", "predictions/");
  }

  /** Yields the versions of the network; `answers` is true of one. */
  versions() {
    return this.pages("versions/");
  }

  /** Yields the rows of a list, page by page. */
  async *pages(address, filters = {}) {
    let search = `?${new URLSearchParams(filters)}`;
    do {
      const page = await (await this.ask("GET", address + search)).json();
      yield* page.results;
      // The site's name for itself may be another than the one that we asked.
      search = page.next && new URL(page.next).search;
    } while (search);
  }

  post(address, body, kind) {
    const headers = { "Idempotency-Key": randomText() };
    if (kind) headers["Content-Type"] = kind; // a form says its own
    return this.ask("POST", address, body, headers);
  }

  /** Send a request, again where that may help. Throws a Problem or a TypeError. */
  async ask(method, address, body, headers = {}) {
    for (let attempt = 0;; attempt += 1) {
      try {
        return await this.send(method, address, body, headers);
      } catch (error) {
        const isProblem = error instanceof Problem;
        const helps = !isProblem || MAY_SUCCEED_LATER.has(error.status);
        if (attempt === this.retries || !helps) throw error;
        const pause = 2 ** attempt * (0.25 + Math.random() / 4);
        await wait((isProblem && error.retryAfter) || pause);
      }
    }
  }

  async send(method, address, body, headers) {
    const reply = await fetch(this.api + address, {
      method,
      body,
      headers: { ...this.headers, ...headers, ...this.cookie },
      redirect: "manual", // another address is shown no key
      signal: AbortSignal.timeout(1000 * this.timeout),
    });
    if (!reply.ok) throw await readProblem(reply);
    // Browsers keep cookies themselves, and hide them.
    const visitor = reply.headers.get("Set-Cookie")?.match(/\bvisitor=[^;]*/);
    if (visitor) this.cookie = { Cookie: visitor[0] };
    return reply;
  }
}

/** Reads what the site, or a proxy before it, says of a refused request. */
async function readProblem(reply) {
  const members = await reply.json().catch(() => ({}));
  const place = reply.headers.get("Location") ?? "another address";
  const isMoved = reply.type === "opaqueredirect" || reply.status < 400;
  const detail = isMoved
    ? `The site leads to ${place}.`
    : `The site answers ${reply.status} ${reply.statusText}.`;
  const seconds = Number(reply.headers.get("Retry-After"));
  return new Problem({ status: reply.status, detail, ...members }, seconds || null);
}

async function toBlob(picture) {
  if (picture instanceof Blob) return picture;
  if (picture.convertToBlob) return picture.convertToBlob();
  if (!picture.toBlob) return new Blob([picture]);
  return await new Promise((resolve) => picture.toBlob(resolve));
}

/** Cuts into lists of at most so many pictures and BATCH_BYTES. */
async function* inBatches(pictures, most) {
  let batch = [];
  let bytes = 0;
  for await (const picture of pictures) {
    const blob = await toBlob(picture);
    if (batch.length === most || (batch.length && bytes + blob.size > BATCH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(blob);
    bytes += blob.size;
  }
  if (batch.length) yield batch;
}

function query(keep) {
  return keep ? "" : "?keep=false";
}

/** Not crypto.randomUUID(), which pages without HTTPS lack. */
function randomText() {
  return [...crypto.getRandomValues(new Uint32Array(4))].join("-");
}

function wait(seconds) {
  const milliseconds = 1000 * Math.min(seconds, LONGEST_WAIT);
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

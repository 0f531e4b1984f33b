import { ask, Refused } from "./server.js";

const PAUSES = [1, 2, 5, 10, 30]; // seconds before the next try; the last one repeats

/**
 * Sends a file part by part, but for those that are there already; returns what the
 * server knows of it. `show(share, words)` is told how far it is, 0 to 1, and what is
 * wrong for the moment. Throws Refused, and the signal's reason once it is aborted.
 */
export async function send(file, { url, partSize, show, signal }) {
  const begin = { body: JSON.stringify({ name: file.name, size: file.size }) };
  const upload = await insist(() => ask(url, begin));
  const digests = [];
  for (let start = 0; start < file.size; start += partSize) {
    const part = await read(file.slice(start, start + partSize));
    const digest = await sha256(part);
    if (upload.parts[digests.length] !== hex(digest)) {
      const request = {
        method: "PUT",
        body: part,
        headers: { "X-SHA256": hex(digest) },
      };
      await insist(() => ask(`${url}${upload.id}/${digests.length}/`, request));
    }
    digests.push(digest);
    show(Math.min(1, (start + partSize) / file.size), "");
  }
  const whole = hex(await sha256(await new Blob(digests).arrayBuffer()));
  const end = { body: JSON.stringify({ sha256: whole }) };
  return await insist(() => ask(`${url}${upload.id}/complete/`, end));

  /** Tries again until the server takes or refuses it. */
  async function insist(request) {
    for (let tries = 0;; tries++) {
      signal.throwIfAborted();
      try {
        return await request();
      } catch (error) {
        if (error instanceof Refused) throw error;
        const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
        show(null, `${error.message} Trying again in ${pause} s.`);
        await sleep(pause, signal);
      }
    }
  }
}

/** A part's bytes. Throws Refused where the file is gone or has changed. */
async function read(part) {
  try {
    return await part.arrayBuffer();
  } catch {
    throw new Refused("The file cannot be read any more: choose it again.");
  }
}

const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);

const hex = (digest) =>
  Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

/** Ends early where the browser is online again, or the signal is aborted. */
function sleep(seconds, signal) {
  return new Promise((resolve) => {
    setTimeout(resolve, 1000 * seconds);
    addEventListener("online", resolve, { once: true });
    signal.addEventListener("abort", resolve, { once: true });
  });
}

/** Sending it again is in vain. */
export class Refused extends Error {}

/** Only logging in helps. */
export class LoggedOut extends Error {}

const PAUSES = [1, 2, 4, 8, 16, 30]; // seconds, then always the last
const PATIENCE = 20_000; // milliseconds until a silent server counts as not there

/** POST JSON; the answer's JSON. Any error but Refused is worth another try. */
export async function post(address, body) {
  const response = await fetch(address, {
    method: "POST",
    redirect: "manual", // to the login page
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((error) => {
    throw new Error("The server cannot be reached", { cause: error });
  });
  if (response.type === "opaqueredirect" || response.status === 403)
    throw new LoggedOut("You are logged out, or may not label");
  const reply = await response.json().catch(() => null);
  if (response.ok && reply) return reply;
  if (response.status === 400) throw new Refused(reply?.detail ?? "refused");
  throw new Error("The server has a problem");
}

/** As it is now: logging in anew in another tab changes it. */
function csrfToken() {
  return document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";
}

/**
 * Labels and undos on their way: in order, one request at a time, each until the
 * server has it. They survive a reload.
 *
 * A label is {key, drawings, seen: {id: change}, digit, twins}, an undo is
 * {key, changes, of: keys of labels whose changes are not known yet}.
 */
export class Outbox {
  #name;
  #send;
  #listener;
  #working = false;
  #failures = 0;
  #wake = () => {};
  #items;
  trouble = null; // why the first cannot be sent now

  /** listener: done(item, reply), refused(item, sentence) and changed(). */
  constructor(name, send, listener) {
    this.#name = name;
    this.#send = send;
    this.#listener = listener;
    this.#items = load(name);
  }

  get items() {
    return this.#items;
  }

  get isEmpty() {
    return this.#items.length === 0;
  }

  /** The newest that is about a drawing. */
  about(id) {
    return this.#items.findLast((item) => item.drawings?.includes(id));
  }

  add(item) {
    const key = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.#items.push({ ...item, key });
    this.#changed();
    this.work();
    return key;
  }

  /** Take back what was never sent; whether it was so. */
  cancel(key) {
    const found = this.#items.findIndex((item) => item.key === key && !item.sent);
    if (found >= 0) this.#items.splice(found, 1);
    this.#changed();
    return found >= 0;
  }

  /** Try again now. */
  retry() {
    this.#wake();
  }

  async work() {
    if (this.#working) return;
    this.#working = true;
    while (this.#items.length) await this.#sendFirst();
    this.#working = false;
  }

  async #sendFirst() {
    const [item] = this.#items;
    item.sent = true; // perhaps, from now on
    this.#keep();
    try {
      const nothing = item.changes?.length === 0;
      const reply = nothing ? { drawings: [] } : await this.#send(item);
      this.#learn(item, reply);
      this.#remove(item, () => this.#listener.done(item, reply));
    } catch (error) {
      if (error instanceof Refused) {
        this.#remove(item, () => this.#listener.refused(item, error.message));
      } else {
        this.trouble = error;
        this.#listener.changed();
        await this.#pause();
      }
    }
  }

  #remove(item, then) {
    this.#items.splice(this.#items.indexOf(item), 1);
    this.#failures = 0;
    this.trouble = null;
    then();
    this.#changed();
  }

  /** What was sent before keeps what it said, so that the server knows it again. */
  #learn(item, { drawings, changes = [] }) {
    for (const later of this.#items) {
      if (later.of?.includes(item.key)) later.changes.push(...changes);
      if (later.sent) continue;
      for (const { id, seen } of drawings)
        if (later.seen && id in later.seen && seen !== undefined) later.seen[id] = seen;
    }
  }

  #pause() {
    const seconds = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)];
    return new Promise((wake) => {
      this.#wake = wake;
      setTimeout(wake, seconds * 1000);
    });
  }

  #changed() {
    this.#keep();
    this.#listener.changed();
  }

  #keep() {
    try {
      sessionStorage.setItem(this.#name, JSON.stringify(this.#items));
    } catch {
      // Without storage they live as long as the page, which warns before it goes.
    }
  }
}

function load(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

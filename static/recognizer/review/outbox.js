import { Refused, ServerFailed } from "./post.js";

const RETRY_PAUSES = [1, 2, 4, 8, 16, 30]; // seconds; the last one repeats
const MAX_FAILURES = 3; // the next page does not wait for an item that failed so often

/**
 * The outbox holds labels and undos until the server has them. It sends one request at
 * a time and keeps the order of those that concern the same drawing. Its items survive
 * a reload of the page.
 *
 * A label is {keystroke, drawings, digit, twins}, with a number of several digits
 * {keystroke, drawings, number, twins}. An undo of a keystroke is
 * {keystroke, drawings, twins, undo: true, before}, where `before` comes from the
 * server's last reply if an undo needs several requests.
 */
export class Outbox {
  #storageKey;
  #send;
  #listener;
  #isWorking = false;
  #pauses = 0; // since an item was last sent
  #endPause = () => {};
  #items;
  trouble = null; // the error why something could not be sent

  /**
   * `send(item)` returns a promise of the server's reply. The outbox calls the
   * listener's done(item, reply), refused(item, sentence) and changed().
   */
  constructor(storageKey, send, listener) {
    this.#storageKey = storageKey;
    this.#send = send;
    this.#listener = listener;
    this.#items = load(storageKey);
  }

  get items() {
    return this.#items;
  }

  get isEmpty() {
    return this.#items.length === 0;
  }

  /** Whether the outbox has sent everything that it can hope to send soon. */
  get isSettled() {
    return this.isEmpty || this.#nextItem().failures >= MAX_FAILURES;
  }

  /** Returns the newest item that concerns a drawing. */
  newestItemOf(drawingId) {
    return this.#items.findLast((item) => item.drawings?.includes(drawingId));
  }

  add(item) {
    this.#items.push({ ...item, failures: 0 });
    this.#itemsChanged();
    this.work();
    this.retryNow();
  }

  /** Whether any item of a keystroke is still here. */
  has(keystroke) {
    return this.#items.some((item) => item.keystroke === keystroke);
  }

  /** Removes a keystroke's items, but not those that the server may have got. */
  cancel(keystroke) {
    this.#items = this.#items.filter((item) =>
      item.keystroke !== keystroke || item.sent
    );
    this.#itemsChanged();
  }

  /** Ends the pause after a failure. */
  retryNow() {
    this.#endPause();
  }

  /** Sends items until none is left. */
  async work() {
    if (this.#isWorking) return;
    this.#isWorking = true;
    while (this.#items.length) await this.#trySending(this.#nextItem());
    this.#isWorking = false;
  }

  /** Returns the first item of those that failed least often and may go now. */
  #nextItem() {
    const free = this.#items.filter((item, i, all) =>
      !all.slice(0, i).some((earlier) => mustKeepOrder(earlier, item))
    );
    const fewest = Math.min(...free.map(({ failures }) => failures));
    return free.find(({ failures }) => failures === fewest);
  }

  async #trySending(item) {
    item.sent = true; // the server may get it, from now on
    this.#save();
    try {
      const reply = await this.#send(item);
      const rest = reply.before ? [{ ...item, before: reply.before }] : [];
      this.#replace(item, rest, () => this.#listener.done(item, reply));
    } catch (error) {
      if (error instanceof Refused) {
        this.#replace(item, [], () => this.#listener.refused(item, error.message));
      } else {
        await this.#handleFailure(item, error);
      }
    }
  }

  async #handleFailure(item, error) {
    const serverFailed = error instanceof ServerFailed;
    if (serverFailed) item.failures += 1;
    this.trouble = error;
    this.#itemsChanged();
    if (serverFailed && this.#nextItem().failures === 0) return; // try that one at once
    await this.#pause();
  }

  /** Puts the items that are left of an item in its place, and tells the listener. */
  #replace(item, rest, tellListener) {
    this.#items.splice(this.#items.indexOf(item), 1, ...rest);
    this.#pauses = 0;
    if (!this.#items.some((other) => other.failures)) this.trouble = null;
    tellListener();
    this.#itemsChanged();
  }

  #pause() {
    const seconds = RETRY_PAUSES[Math.min(this.#pauses++, RETRY_PAUSES.length - 1)];
    return new Promise((resolve) => {
      this.#endPause = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }

  #itemsChanged() {
    this.#save();
    this.#listener.changed();
  }

  #save() {
    try {
      sessionStorage.setItem(this.#storageKey, JSON.stringify(this.#items));
    } catch {
      // Without storage they live as long as the page, which warns before it goes.
    }
  }
}

function load(storageKey) {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey)) ?? [];
  } catch {
    return [];
  }
}

/** Whether the server must get two items in their order. */
function mustKeepOrder(earlier, later) {
  if (earlier.twins || later.twins) return true; // the page does not know who is a twin
  return earlier.drawings.some((id) => later.drawings.includes(id));
}

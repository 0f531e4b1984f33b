import { Broken, Refused } from "./post.js";

const PAUSES = [1, 2, 4, 8, 16, 30]; // seconds, then always the last
const HOPELESS = 3; // failures of the server at one, from which on none waits for it

/** Whether their order matters; which drawings are twins is not known here. */
function concern(one, other) {
  if (one.twins || other.twins) return true;
  return one.drawings.some((id) => other.drawings.includes(id));
}

/**
 * Labels and undos on their way: one request at a time, each until the server has it,
 * those of a drawing in order. They survive a reload.
 *
 * A label is {keystroke, drawings, digit, twins}, an undo of a keystroke is
 * {keystroke, drawings, twins, undo: true, before: what the server did last}.
 */
export class Outbox {
  #name;
  #send;
  #listener;
  #working = false;
  #failures = 0;
  #wake = () => {};
  #items;
  trouble = null; // why something could not be sent

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

  /** Whether nothing is left that could be saved soon. */
  get isSettled() {
    return this.isEmpty || this.#next().failures >= HOPELESS;
  }

  /** The newest that is about a drawing. */
  about(id) {
    return this.#items.findLast((item) => item.drawings?.includes(id));
  }

  add(item) {
    this.#items.push({ ...item, failures: 0 });
    this.#changed();
    this.work();
    this.retry();
  }

  /** Whether anything of a keystroke is on its way. */
  has(keystroke) {
    return this.#items.some((item) => item.keystroke === keystroke);
  }

  /** Take back what was never sent of a keystroke. */
  cancel(keystroke) {
    this.#items = this.#items.filter((item) =>
      item.keystroke !== keystroke || item.sent
    );
    this.#changed();
  }

  /** Try again now. */
  retry() {
    this.#wake();
  }

  async work() {
    if (this.#working) return;
    this.#working = true;
    while (this.#items.length) await this.#try(this.#next());
    this.#working = false;
  }

  /** The first of those that failed least often, and need wait for none before. */
  #next() {
    const free = this.#items.filter(
      (item, i, all) => !all.slice(0, i).some((earlier) => concern(earlier, item)),
    );
    const fewest = Math.min(...free.map(({ failures }) => failures));
    return free.find(({ failures }) => failures === fewest);
  }

  async #try(item) {
    item.sent = true; // perhaps, from now on
    this.#keep();
    try {
      const reply = await this.#send(item);
      const rest = reply.before ? [{ ...item, before: reply.before }] : [];
      this.#replace(item, rest, () => this.#listener.done(item, reply));
    } catch (error) {
      if (error instanceof Refused) {
        this.#replace(item, [], () => this.#listener.refused(item, error.message));
      } else {
        await this.#fail(item, error);
      }
    }
  }

  async #fail(item, error) {
    const isBroken = error instanceof Broken;
    if (isBroken) item.failures += 1;
    this.trouble = error;
    this.#changed();
    if (isBroken && this.#next().failures === 0) return; // that one may go well
    await this.#pause();
  }

  #replace(item, rest, then) {
    this.#items.splice(this.#items.indexOf(item), 1, ...rest);
    this.#failures = 0;
    if (!this.#items.some((other) => other.failures)) this.trouble = null;
    then();
    this.#changed();
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

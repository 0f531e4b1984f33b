import { gettext } from "../translate.js";
import { Problem, tryLater } from "./problem.js";

const TIMEOUT = 20_000; // milliseconds until the page gives up on a silent server
const UNNOTICED = 300; // milliseconds; a usual answer comes sooner

/** Asks the server one question at a time: a newer one aborts the one before. */
export class Asking {
  #showBusy;
  #busyTimer;
  #newest = null;

  /** `showBusy(true)` is called where an answer takes long, and false when it is over. */
  constructor(showBusy) {
    this.#showBusy = showBusy;
  }

  /** Returns what `send(signal)` does, or undefined where the question was dropped. */
  async ask(send) {
    this.drop();
    const question = new AbortController();
    const tooSlow = `${gettext("The server takes too long.")} ${tryLater()}`;
    const timeout = setTimeout(() => question.abort(new Problem(tooSlow)), TIMEOUT);
    this.#busyTimer = setTimeout(() => this.#showBusy(true), UNNOTICED);
    this.#newest = question;
    try {
      const answer = await send(question.signal);
      if (question === this.#newest) return answer;
    } catch (error) {
      if (question === this.#newest) throw error;
    } finally {
      clearTimeout(timeout);
      if (question === this.#newest) this.drop();
    }
  }

  /** Nobody waits any more for the answer to the last question. */
  drop() {
    clearTimeout(this.#busyTimer);
    this.#showBusy(false);
    this.#newest?.abort();
    this.#newest = null;
  }
}

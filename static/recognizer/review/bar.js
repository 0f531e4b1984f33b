import { LoggedOut } from "./post.js";

/** The line below the grid: counts, what happened, what goes wrong, the buttons. */
export class Bar {
  #part = (id) => document.getElementById(id);
  #login;
  #trouble = "";

  /** login: the address of its page; retry() is called by "Try now". */
  constructor(login, retry) {
    this.#login = login;
    const again = document.createElement("button");
    again.type = "button";
    again.textContent = "Try now";
    again.onclick = retry;
    this.again = again;
  }

  get next() {
    return this.#part("next");
  }

  tell(sentence) {
    this.#part("told").textContent = sentence;
  }

  /** The cursor is at a cell, or behind the last one: the next page is next. */
  at(cell) {
    if (cell) this.#part("open").href = cell.dataset.open;
    else this.next.focus();
  }

  count(done, waiting) {
    for (const [id, more] of Object.entries({ done, waiting })) {
      const part = this.#part(id);
      const number = Number(part.textContent.replaceAll(",", ""));
      if (more && Number.isFinite(number)) // "10,000+" stays
        part.textContent = Math.max(0, number + more).toLocaleString("en");
    }
  }

  /** number: of labels that are not saved while there is trouble. */
  worry(number, trouble) {
    const sentence = trouble
      ? `${number} not saved, trying again. ${trouble.message}.`
      : "";
    if (sentence === this.#trouble) return; // a screen reader would say it again
    this.#trouble = sentence;
    const parts = sentence ? [sentence, " ", this.again] : [];
    if (trouble instanceof LoggedOut) parts.splice(1, 0, " ", this.#loginLink());
    this.#part("trouble").replaceChildren(...parts);
  }

  #loginLink() {
    const link = document.createElement("a");
    link.href = this.#login;
    link.target = "_blank";
    link.textContent = "Log in";
    return link;
  }

  press(key, on) {
    document.querySelector(`#bar [data-key="${key}"]`).ariaPressed = String(on);
  }
}

import { LoggedOut } from "./post.js";

/** The bar below the grid has the counts, a message, what goes wrong, and buttons. */
export class Bar {
  #loginUrl;
  #retryButton;
  #shownTrouble = "";

  /** The button "Try now" calls `retry()`. */
  constructor(loginUrl, retry) {
    this.#loginUrl = loginUrl;
    this.#retryButton = document.createElement("button");
    this.#retryButton.type = "button";
    this.#retryButton.textContent = "Try now";
    this.#retryButton.onclick = retry;
  }

  get nextLink() {
    return byId("next");
  }

  showMessage(sentence) {
    byId("message").textContent = sentence;
  }

  /** The bar follows the cursor to a cell, or behind the last cell: to "Next page". */
  followCursor(cell) {
    if (cell) byId("open").href = cell.dataset.open;
    else this.nextLink.focus();
  }

  /** Changes the counts by so many. */
  addToCounts(done, waiting) {
    for (const [id, difference] of Object.entries({ done, waiting })) {
      const count = byId(id);
      const number = Number(count.textContent.replaceAll(",", ""));
      if (difference && Number.isFinite(number)) // a count such as "10,000+" stays
        count.textContent = Math.max(0, number + difference).toLocaleString("en");
    }
  }

  /** Shows why labels are not saved and how many; nothing if `trouble` is null. */
  showTrouble(unsaved, trouble) {
    const sentence = trouble
      ? `${unsaved} not saved, trying again. ${trouble.message}.`
      : "";
    if (sentence === this.#shownTrouble) return; // a screen reader would say it again
    this.#shownTrouble = sentence;
    const parts = sentence ? [sentence, " ", this.#retryButton] : [];
    if (trouble instanceof LoggedOut) parts.splice(1, 0, " ", this.#loginLink());
    byId("trouble").replaceChildren(...parts);
  }

  #loginLink() {
    const link = document.createElement("a");
    link.href = this.#loginUrl;
    link.target = "_blank";
    link.textContent = "Log in";
    return link;
  }

  /** While a number is typed, two buttons save it and take its last digit back. */
  showTyping(isTyping) {
    for (const button of document.querySelectorAll("#bar [data-while]"))
      button.hidden = (button.dataset.while === "typing") !== isTyping;
  }

  /** Shows whether the mode that a key switches is on. */
  showMode(key, isOn) {
    document.querySelector(`#bar [data-key="${key}"]`).ariaPressed = String(isOn);
  }
}

function byId(id) {
  return document.getElementById(id);
}

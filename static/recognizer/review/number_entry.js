export const MOST_DIGITS = 12;

/** The number that a reviewer types, shown large in the cells that it will label. */
export class NumberEntry {
  #digits = null; // null: no number is begun
  #outputs = []; // one in each of its cells

  get isOpen() {
    return this.#digits !== null;
  }

  get digits() {
    return this.#digits ?? "";
  }

  /** What was typed: a number such as "42", of one digit that digit, of none null. */
  get value() {
    const { digits } = this;
    if (digits.length > 1) return digits;
    return digits ? Number(digits) : null;
  }

  begin(cells) {
    this.close();
    this.#digits = "";
    this.#outputs = cells.map(addOutput);
    this.#show();
  }

  /** Adds a digit, and returns whether there was room for it. */
  add(digit) {
    if (this.digits.length === MOST_DIGITS) return false;
    this.#digits += digit;
    this.#show();
    return true;
  }

  /** Takes the last digit back; without any, the number is no longer begun. */
  removeLast() {
    if (!this.digits) return this.close();
    this.#digits = this.digits.slice(0, -1);
    this.#show();
  }

  close() {
    for (const output of this.#outputs) output.remove();
    this.#outputs = [];
    this.#digits = null;
  }

  #show() {
    for (const output of this.#outputs) {
      output.textContent = this.digits || "…";
      output.style.setProperty("--digits", Math.max(4, this.digits.length));
    }
  }
}

function addOutput(cell) {
  const output = document.createElement("span");
  output.className = "entry";
  cell.append(output);
  return output;
}

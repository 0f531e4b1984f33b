/** What can be undone: one entry for each key pressed, the newest last. */
export class History {
  #entries; // {keystroke, drawings, twins, made: how many changes it has made}

  /** saved: entries that the server has; items: of the outbox, still on their way. */
  constructor(saved, items) {
    this.#entries = saved.map((one) => ({ ...one, made: one.drawings.length }));
    for (const item of items) {
      if (item.undo) this.#remove(this.#entry(item.keystroke));
      else this.push(item);
    }
  }

  /** A label is about to be sent: all of one keystroke are one entry. */
  push({ keystroke, drawings, twins }) {
    const entry = this.#entry(keystroke);
    if (entry) entry.drawings.push(...drawings);
    else this.#entries.push({ keystroke, drawings: [...drawings], twins, made: 0 });
  }

  pop() {
    return this.#entries.pop();
  }

  /** A label is saved, by so many changes; by none if it said nothing new. */
  learn(keystroke, made, hasMore) {
    const entry = this.#entry(keystroke);
    if (!entry) return;
    entry.made += made;
    if (!entry.made && !hasMore) this.#remove(entry);
  }

  #entry(keystroke) {
    return this.#entries.find((entry) => entry.keystroke === keystroke);
  }

  #remove(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }
}

/** The history knows what the reviewer can undo: an entry for each key, newest last. */
export class History {
  #entries; // of {keystroke, drawings, twins, made: the number of changes on the server}

  /** The entries are those that the server has saved, and those in the outbox. */
  constructor(savedEntries, outboxItems) {
    this.#entries = savedEntries.map((entry) => ({
      ...entry,
      made: entry.drawings.length,
    }));
    for (const item of outboxItems) {
      if (item.undo) this.#remove(this.#find(item.keystroke));
      else this.add(item);
    }
  }

  /** Adds a label that will be sent. All labels of one keystroke share an entry. */
  add({ keystroke, drawings, twins }) {
    const entry = this.#find(keystroke);
    if (entry) entry.drawings.push(...drawings);
    else this.#entries.push({ keystroke, drawings: [...drawings], twins, made: 0 });
  }

  /** Removes and returns the newest entry. */
  pop() {
    return this.#entries.pop();
  }

  /**
   * Notes how many changes the server made for a label. A keystroke that changed
   * nothing is forgotten, unless more of it is still to come.
   */
  noteChanges(keystroke, made, hasMore) {
    const entry = this.#find(keystroke);
    if (!entry) return;
    entry.made += made;
    if (!entry.made && !hasMore) this.#remove(entry);
  }

  #find(keystroke) {
    return this.#entries.find((entry) => entry.keystroke === keystroke);
  }

  #remove(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
  }
}

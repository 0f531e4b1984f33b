/** What can be undone: one entry for each key pressed, the newest last. */
export class History {
  #entries; // {keys: of labels not saved yet, changes: that the server made}

  /** changes: of the server, "1,2,3"; items: labels still on their way. */
  constructor(changes, items) {
    const saved = changes ? changes.split(",").map(Number) : [];
    this.#entries = saved.map((change) => ({ keys: [], changes: [change] }));
    for (const item of items) if (item.drawings) this.push([item.key]);
  }

  push(keys) {
    if (keys.length) this.#entries.push({ keys, changes: [] });
  }

  pop() {
    return this.#entries.pop();
  }

  /** A label is saved, by these changes; by none if it said nothing new. */
  learn(key, changes) {
    const entry = this.#entries.find(({ keys }) => keys.includes(key));
    if (!entry) return;
    entry.keys = entry.keys.filter((other) => other !== key);
    entry.changes.push(...changes);
    if (entry.keys.length || entry.changes.length) return;
    this.#entries.splice(this.#entries.indexOf(entry), 1);
  }
}

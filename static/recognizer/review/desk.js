import { Bar } from "./bar.js";
import { Grid } from "./grid.js";
import { History } from "./history.js";
import { Outbox } from "./outbox.js";
import { post } from "./post.js";

const NOT_A_DIGIT = 10;
const ROOM = 50; // of cells that an undo brings back

/** What a reviewer does: label, undo, go on. */
export class Desk {
  #outbox;
  #history;
  #grid;
  #bar;
  #data;
  #results = new Map(); // id -> [kind, text] of what stands
  #twins = false;
  #wantsNext = false;
  leaving = false; // no key is for this page any more

  constructor(list) {
    this.#data = list.dataset;
    const { reviewer, keystrokes, loginUrl } = this.#data;
    this.#bar = new Bar(loginUrl, () => this.#outbox.retry());
    this.#outbox = new Outbox(`keystrokes of ${reviewer}`, (item) => this.#send(item), {
      done: (item, reply) => this.#done(item, reply),
      refused: (item, sentence) => this.#refused(item, sentence),
      changed: () => this.#show(),
    });
    this.#history = new History(JSON.parse(keystrokes), this.#outbox.items);
    this.#grid = new Grid(list, (cell) => this.#bar.at(cell));
    this.#show();
    this.#outbox.work();
  }

  get grid() {
    return this.#grid;
  }

  get hasUnsaved() {
    return !this.#outbox.isEmpty;
  }

  retry() {
    this.#outbox.retry();
  }

  label(digit) {
    this.#label(() => digit);
  }

  notADigit() {
    this.label(NOT_A_DIGIT);
  }

  confirm() {
    this.#label(({ dataset }) => (dataset.answer ? Number(dataset.answer) : null));
  }

  #label(digitOf) {
    if (this.#data.mayLabel === undefined) return this.#bar.tell("You may only look.");
    const { chosen } = this.#grid;
    if (!chosen.length) return this.#bar.tell("The page ends here.");
    const known = chosen.filter((cell) => digitOf(cell) !== null);
    if (!known.length) return this.#bar.tell("There is no answer to confirm.");
    // With twins it can be hundreds for each: a request each.
    const groups = this.#twins
      ? known.map((cell) => [cell])
      : Map.groupBy(known, digitOf).values();
    const keystroke = randomName();
    for (const cells of groups) this.#post(keystroke, cells, digitOf(cells[0]));
    this.#grid.advance();
  }

  #post(keystroke, cells, digit) {
    const drawings = cells.map(({ dataset }) => dataset.id);
    const item = { keystroke, drawings, digit, twins: this.#twins };
    this.#history.push(item);
    this.#outbox.add(item);
  }

  undo() {
    const last = this.#history.pop();
    if (!last) return this.#bar.tell("There is nothing to undo.");
    const { keystroke, drawings, twins, made } = last;
    this.#outbox.cancel(keystroke);
    if (made || this.#outbox.has(keystroke))
      return this.#outbox.add({ keystroke, drawings, twins, undo: true });
    for (const id of drawings) this.#showCell(id);
    const cell = this.#grid.cell(drawings[0]);
    if (cell) this.#grid.goTo(cell);
    this.#bar.tell("Undone before it was sent.");
  }

  toggleTwins() {
    this.#twins = !this.#twins;
    this.#bar.press("d", this.#twins);
    const how = this.#twins ? "are labelled too" : "stay as they are";
    this.#bar.tell(`Twins ${how}.`);
  }

  toggleSelecting(on = !this.#grid.selecting) {
    if (!on) this.#grid.select([]);
    this.#grid.selecting = on;
    this.#bar.press("s", on);
  }

  toggleTiles() {
    for (const cell of this.#grid.chosen) this.#grid.toggleTile(cell);
  }

  /** Go to the next page, as soon as all of this one is saved that can be. */
  next() {
    this.#wantsNext = !this.#outbox.isSettled;
    if (this.#wantsNext)
      return this.#bar.tell("The next page comes once all is saved.");
    this.leaving = true;
    location.assign(this.#bar.next.href);
  }

  #send({ keystroke, drawings, digit, twins, undo, before }) {
    const { labelUrl, undoUrl } = this.#data;
    const said = { reviewer: Number(this.#data.reviewer), keystroke };
    if (undo) return post(undoUrl, { ...said, before });
    return post(labelUrl, { ...said, drawings, digit, twins });
  }

  #done({ keystroke, drawings, undo }, reply) {
    if (undo) return this.#undone(drawings, reply.drawings);
    this.#history.learn(keystroke, reply.made, this.#outbox.has(keystroke));
    this.#bar.count(reply.made, 0);
    for (const told of reply.drawings) this.#labelled(told);
    this.#bar.tell(this.#results.get(drawings[0])[1]);
  }

  #labelled({ id, label, says, problem }) {
    const saved = ["saved", `saved ${name(label)}${says && `. ${says}`}`];
    this.#results.set(id, problem ? ["failed", `not saved: ${problem}`] : saved);
    this.#showCell(id);
    const cell = this.#grid.cell(id);
    if (problem || !cell) return;
    if (cell.dataset.waits !== undefined) this.#bar.count(0, -1);
    delete cell.dataset.waits;
  }

  #undone(asked, told) {
    let number = 0;
    for (const { id, html, problem } of told) {
      if (problem) {
        this.#results.set(id, ["failed", `not undone: ${problem}`]);
        this.#showCell(id);
        continue;
      }
      number += 1;
      this.#results.set(id, ["undone", "undone"]);
      if (number <= ROOM || this.#grid.cell(id)) this.#grid.put(id, html);
      const waits = this.#grid.cell(id)?.dataset.waits !== undefined;
      this.#bar.count(-1, waits ? 1 : 0);
      this.#showCell(id);
    }
    for (const id of asked) this.#showCell(id); // some may never have been sent
    const problem = told.find((one) => one.problem)?.problem;
    this.#bar.tell(problem ?? `Undone: ${number}.`);
  }

  #refused({ keystroke, drawings }, sentence) {
    this.#history.learn(keystroke, 0, this.#outbox.has(keystroke));
    for (const id of drawings) {
      this.#results.set(id, ["failed", `not saved: ${sentence}`]);
      this.#showCell(id);
    }
    this.#bar.tell(`Not saved: ${sentence}`);
  }

  /** Whatever is on its way, and whether that goes well. */
  #show() {
    const { items, trouble } = this.#outbox;
    const ids = items.flatMap(({ drawings }) => drawings);
    for (const id of ids) this.#showCell(id);
    this.#bar.worry(items.length, trouble);
    if (this.#wantsNext && this.#outbox.isSettled) this.next();
  }

  #showCell(id) {
    const item = this.#outbox.about(id);
    if (!item) return this.#grid.say(id, ...(this.#results.get(id) ?? ["", ""]));
    if (item.undo) return this.#grid.say(id, "saving", "undoing");
    const word = name(item.digit);
    if (this.#outbox.trouble) this.#grid.say(id, "late", `${word} not saved yet`);
    else this.#grid.say(id, "saving", `saving ${word}`);
  }
}

function name(digit) {
  return digit === NOT_A_DIGIT ? "not a digit" : String(digit);
}

/** Nobody else will choose it. */
function randomName() {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

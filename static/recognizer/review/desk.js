import { Bar } from "./bar.js";
import { Grid } from "./grid.js";
import { History } from "./history.js";
import { MOST_DIGITS, NumberEntry } from "./number_entry.js";
import { Outbox } from "./outbox.js";
import { post } from "./post.js";

const NOT_A_DIGIT = 10;
const MAX_CELLS_BROUGHT_BACK = 50; // by one undo

/** The desk carries out what a reviewer does: label, undo, go on. */
export class Desk {
  #data; // what the page's HTML tells: addresses, the reviewer, earlier keystrokes
  #bar;
  #outbox;
  #history;
  #entry = new NumberEntry();
  #grid;
  #outcomes = new Map(); // from a drawing's id to [kind, text] for its cell
  #wantedPage = null; // the address to go to once all is saved
  isLeaving = false; // the page takes no more keys

  constructor(list) {
    this.#data = list.dataset;
    const { reviewer, keystrokes, loginUrl } = this.#data;
    this.#bar = new Bar(loginUrl, () => this.retryNow());
    this.#outbox = new Outbox(`keystrokes of ${reviewer}`, (item) => this.#send(item), {
      done: (item, reply) => this.#done(item, reply),
      refused: (item, sentence) => this.#refused(item, sentence),
      changed: () => this.#outboxChanged(),
    });
    this.#history = new History(JSON.parse(keystrokes), this.#outbox.items);
    this.#grid = new Grid(list, (cell) => this.#cursorMoved(cell));
    this.#outboxChanged();
    this.#outbox.work();
  }

  get grid() {
    return this.#grid;
  }

  get hasUnsaved() {
    return !this.#outbox.isEmpty;
  }

  retryNow() {
    this.#outbox.retryNow();
  }

  /** A digit is the label at once, but where a number is typed one digit of it. */
  typeDigit(digit) {
    const { activeCells } = this.#grid;
    const collects = ({ dataset }) => dataset.collects !== undefined;
    if (!this.#entry.isOpen && activeCells.length && activeCells.every(collects))
      this.beginNumber();
    if (!this.#entry.isOpen) return this.#labelActiveCells(() => digit);
    const hasRoom = this.#entry.add(digit);
    this.#entryChanged(
      hasRoom ? "" : `A number has at most ${MOST_DIGITS} digits.`,
    );
  }

  /** The digits that follow are a number's, until it is saved or dropped. */
  beginNumber() {
    if (this.#entry.isOpen || !this.#canLabel()) return;
    this.#entry.begin(this.#grid.activeCells);
    this.#entryChanged();
  }

  takeDigitBack() {
    if (!this.#entry.isOpen) return;
    this.#entry.removeLast();
    this.#entryChanged();
  }

  /** Returns whether a number was being typed. */
  dropNumber() {
    const { isOpen, digits } = this.#entry;
    if (!isOpen) return false;
    this.#entry.close();
    this.#entryChanged(digits && `${digits} is dropped.`);
    return true;
  }

  /** Shows how the number goes on, in the bar and for screen readers. */
  #entryChanged(sentence = "") {
    const { isOpen, digits } = this.#entry;
    const hint = digits ? `${digits}: Enter saves it.` : "Type the number's digits.";
    this.#bar.showTyping(isOpen);
    this.#bar.showMessage(sentence || (isOpen ? hint : ""));
  }

  #cursorMoved(cell) {
    this.#bar.followCursor(cell);
    this.dropNumber();
  }

  labelNotADigit() {
    this.#closeEntry();
    this.#labelActiveCells(() => NOT_A_DIGIT);
  }

  /** Saves the number that was typed; without one, the answers are right. */
  confirm() {
    const { isOpen, value } = this.#entry;
    if (!isOpen) return this.#labelActiveCells(answerOf);
    if (value === null) return this.#entryChanged();
    this.#closeEntry();
    this.#labelActiveCells(() => value);
  }

  #closeEntry() {
    this.#entry.close();
    this.#bar.showTyping(false);
  }

  /** Whether there is a cell to label, and somebody who may; else the bar says why. */
  #canLabel() {
    if (this.#data.mayLabel === undefined) this.#bar.showMessage("You may only look.");
    else if (this.#grid.activeCells.length) return true;
    else this.#bar.showMessage("The page ends here.");
    return false;
  }

  /** Labels the active cells. `valueOf(cell)` returns a label, or null for none. */
  #labelActiveCells(valueOf) {
    if (!this.#canLabel()) return;
    const cells = this.#grid.activeCells.filter((cell) => valueOf(cell) !== null);
    if (!cells.length) return this.#bar.showMessage("There is no answer to confirm.");
    // A drawing can have hundreds of twins: then it gets its own request.
    const groups = Map.groupBy(
      cells,
      (cell) => this.#standsForTwins(cell) ? cell : valueOf(cell),
    ).values();
    const keystroke = randomName();
    for (const group of groups) this.#sendLabel(keystroke, group, valueOf(group[0]));
    this.#grid.advance();
  }

  /** Whether a label of the cell's drawing goes to its twins too. */
  #standsForTwins({ dataset }) {
    return dataset.twins !== undefined && this.#data.twinsApart === undefined;
  }

  #sendLabel(keystroke, cells, value) {
    const drawings = cells.map(({ dataset }) => dataset.id);
    const twins = this.#standsForTwins(cells[0]);
    const label = typeof value === "string" ? { number: value } : { digit: value };
    const item = { keystroke, drawings, ...label, twins };
    this.#history.add(item);
    this.#outbox.add(item);
  }

  /** Takes back the last key, which may be saved, on its way, or not sent yet. */
  undo() {
    if (this.dropNumber()) return;
    const entry = this.#history.pop();
    if (!entry) return this.#bar.showMessage("There is nothing to undo.");
    const { keystroke, drawings, twins, made } = entry;
    this.#outbox.cancel(keystroke);
    if (made || this.#outbox.has(keystroke))
      return this.#outbox.add({ keystroke, drawings, twins, undo: true });
    for (const id of drawings) this.#updateCell(id);
    const cell = this.#grid.cell(drawings[0]);
    if (cell) this.#grid.moveTo(cell);
    this.#bar.showMessage("Undone before it was sent.");
  }

  toggleSelecting(isOn = !this.#grid.isSelecting) {
    this.dropNumber();
    if (!isOn) this.#grid.select([]);
    this.#grid.isSelecting = isOn;
    this.#bar.showMode("s", isOn);
  }

  toggleTiles() {
    for (const cell of this.#grid.activeCells) this.#grid.toggleTile(cell);
  }

  /** Goes to another page, as soon as everything is saved that can be. */
  goTo(address) {
    if (this.#entry.digits)
      return this.#bar.showMessage(`Enter saves ${this.#entry.digits}, Esc drops it.`);
    this.#wantedPage = this.#outbox.isSettled ? null : address;
    if (this.#wantedPage)
      return this.#bar.showMessage("That page comes once all is saved.");
    this.isLeaving = true;
    location.assign(address);
  }

  /** Sends an item of the outbox, and returns a promise of the server's reply. */
  #send({ keystroke, drawings, digit, number, twins, undo, before }) {
    const { labelUrl, undoUrl } = this.#data;
    const sender = { reviewer: Number(this.#data.reviewer), keystroke };
    if (undo) return post(undoUrl, { ...sender, before });
    return post(labelUrl, { ...sender, drawings, digit, number, twins });
  }

  /** The server has carried out an item of the outbox. */
  #done({ keystroke, drawings, undo }, reply) {
    if (undo) return this.#undone(drawings, reply.drawings);
    this.#history.noteChanges(keystroke, reply.made, this.#outbox.has(keystroke));
    this.#bar.addToCounts(reply.made, 0);
    for (const drawing of reply.drawings) this.#labelled(drawing);
    const [, text] = this.#outcomes.get(drawings[0]);
    this.#bar.showMessage(text);
  }

  /** The server has labelled a drawing, or tells why not; `says` is what to know. */
  #labelled({ id, label, says, waited, problem }) {
    const saved = ["saved", `saved ${labelName(label)}${says && `. ${says}`}`];
    this.#outcomes.set(id, problem ? ["failed", `not saved: ${problem}`] : saved);
    this.#updateCell(id);
    const cell = this.#grid.cell(id);
    if (problem) return;
    // A twin that was labelled along with its cell's drawing has no cell.
    const hasWaited = cell ? cell.dataset.waits !== undefined : waited;
    if (hasWaited) this.#bar.addToCounts(0, -1);
    delete cell?.dataset.waits;
  }

  /** The server has undone a keystroke on drawings, or tells why not on some. */
  #undone(askedIds, drawings) {
    let undoneCount = 0;
    for (const { id, html, problem } of drawings) {
      if (problem) {
        this.#outcomes.set(id, ["failed", `not undone: ${problem}`]);
        this.#updateCell(id);
        continue;
      }
      undoneCount += 1;
      this.#outcomes.set(id, ["undone", "undone"]);
      const cell = this.#grid.parseCell(html);
      this.#bar.addToCounts(-1, cell.dataset.waits === undefined ? 0 : 1);
      if (this.#grid.cell(id) || this.#comesBack(cell, undoneCount))
        this.#grid.putCell(cell);
      this.#updateCell(id);
    }
    for (const id of askedIds) this.#updateCell(id); // some may never have been sent
    const problem = drawings.find((drawing) => drawing.problem)?.problem;
    this.#bar.showMessage(problem ?? `Undone: ${undoneCount}.`);
  }

  /** Whether a drawing that is on another page gets a cell here. */
  #comesBack(cell, undoneCount) {
    const standsApart = this.#data.twinsApart !== undefined;
    return undoneCount <= MAX_CELLS_BROUGHT_BACK &&
      (standsApart || !this.#grid.hasCellAlike(cell));
  }

  /** The server has refused an item of the outbox for good. */
  #refused({ keystroke, drawings }, sentence) {
    this.#history.noteChanges(keystroke, 0, this.#outbox.has(keystroke));
    for (const id of drawings) {
      this.#outcomes.set(id, ["failed", `not saved: ${sentence}`]);
      this.#updateCell(id);
    }
    this.#bar.showMessage(`Not saved: ${sentence}`);
  }

  /** Shows what is on its way, and whether that goes well. */
  #outboxChanged() {
    const { items, trouble } = this.#outbox;
    const ids = items.flatMap(({ drawings }) => drawings);
    for (const id of ids) this.#updateCell(id);
    this.#bar.showTrouble(items.length, trouble);
    if (this.#wantedPage && this.#outbox.isSettled) this.goTo(this.#wantedPage);
  }

  /** A cell shows what is on its way for its drawing, else what came of the last key. */
  #updateCell(id) {
    const item = this.#outbox.newestItemOf(id);
    if (!item) return this.#grid.showState(id, ...(this.#outcomes.get(id) ?? ["", ""]));
    if (item.undo) return this.#grid.showState(id, "saving", "undoing");
    const name = labelName(item.number ?? item.digit);
    if (this.#outbox.trouble) this.#grid.showState(id, "late", `${name} not saved yet`);
    else this.#grid.showState(id, "saving", `saving ${name}`);
  }
}

/** What a cell's answer would be as a label: a class, a number, or null for none. */
function answerOf({ dataset: { number, answer } }) {
  return number ?? (answer ? Number(answer) : null);
}

function labelName(label) {
  return label === NOT_A_DIGIT ? "not a digit" : String(label);
}

/** Returns a name that nobody else will choose. */
function randomName() {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

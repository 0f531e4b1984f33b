import { showNumberBoxes } from "./number_boxes.js";

/** The grid of drawings: a cursor, a selection, and a line about each cell's state. */
export class Grid {
  #list;
  #onCursorMove;
  #cursor = null; // the cell at the cursor; null: the cursor is behind the last cell
  #tabStop = null; // the cell that Tab reaches: where the cursor is, or was last
  #anchor = null; // the cell where a selection by Shift or by dragging began
  #dragStart = null;
  #wasDragged = false; // a drag ends with a click, which does not count
  isSelecting = false; // in this mode each tap selects one more cell

  /** The grid calls `onCursorMove` with a cell, or null: behind the last one. */
  constructor(list, onCursorMove) {
    this.#list = list;
    this.#onCursorMove = onCursorMove;
    list.addEventListener("click", (event) => this.#click(event));
    list.addEventListener("pointerdown", (event) => this.#startDrag(event));
    list.addEventListener("pointerover", (event) => this.#drag(event));
    list.addEventListener("focusin", ({ target }) => this.#returnByTab(target));
    for (const cell of this.cells) showNumberBoxes(cell);
    if (list.firstElementChild) this.moveTo(list.firstElementChild);
  }

  get cells() {
    return [...this.#list.children];
  }

  get cursor() {
    return this.#cursor;
  }

  get selectedCells() {
    return this.cells.filter((cell) => cell.ariaSelected === "true");
  }

  /** The cells that a key acts on: the selected ones, else the one at the cursor. */
  get activeCells() {
    const { selectedCells } = this;
    if (selectedCells.length) return selectedCells;
    return this.#cursor ? [this.#cursor] : [];
  }

  cell(drawingId) {
    return document.getElementById(`drawing-${drawingId}`);
  }

  /** Moves the cursor to a cell, or behind the last one. */
  moveTo(cell = null) {
    this.#cursor = cell;
    if (cell) this.#setTabStop(cell);
    this.#onCursorMove(cell);
    this.focus();
  }

  #setTabStop(cell) {
    if (this.#tabStop) this.#tabStop.tabIndex = -1;
    this.#tabStop = cell;
    cell.tabIndex = 0;
  }

  /** Tab brings the cursor back from behind the last cell. */
  #returnByTab(cell) {
    if (!this.#cursor) this.moveTo(cell);
  }

  focus() {
    this.#cursor?.focus();
  }

  /** Moves on behind the last active cell; never from the end to the start. */
  advance() {
    const last = this.activeCells.at(-1);
    this.select([]);
    this.moveTo(last?.nextElementSibling);
  }

  /** Moves the cursor by an arrow key, Home or End, and may extend the selection. */
  moveByKey(key, extendSelection) {
    const { cells } = this;
    const from = this.#cursor ? cells.indexOf(this.#cursor) : cells.length;
    const to = Math.max(0, Math.min(this.#destination(key, from), cells.length - 1));
    if (extendSelection) this.#selectTo(cells[to], this.#cursor);
    else this.select([]);
    this.moveTo(cells[to]);
  }

  #destination(key, from) {
    const { cells } = this;
    const inFirstRow = (cell) => cell.offsetTop === cells[0].offsetTop;
    const columns = cells.filter(inFirstRow).length;
    const steps = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
    };
    if (key === "Home") return 0;
    if (key === "End") return cells.length - 1;
    const to = from + steps[key];
    return to < 0 || (key === "ArrowDown" && to >= cells.length) ? from : to;
  }

  /** Selects these cells and no others. */
  select(cells) {
    const selected = new Set(cells);
    for (const cell of this.cells) cell.ariaSelected = String(selected.has(cell));
    if (!cells.length) this.#anchor = null;
  }

  /** Selects all from the anchor to a cell; a new selection begins at `start`. */
  #selectTo(cell, start) {
    this.#anchor ??= start ?? cell;
    const { cells } = this;
    const ends = [cells.indexOf(this.#anchor), cells.indexOf(cell)];
    this.select(cells.slice(Math.min(...ends), Math.max(...ends) + 1));
  }

  #click(event) {
    const cell = event.target.closest(".cell");
    if (!cell || this.#wasDragged) return;
    if (event.shiftKey) this.#selectTo(cell, this.#cursor);
    else if (this.isSelecting || event.ctrlKey || event.metaKey)
      cell.ariaSelected = String(cell.ariaSelected !== "true");
    else this.select([]);
    this.moveTo(cell);
  }

  #startDrag({ target, pointerType, button, shiftKey }) {
    this.#wasDragged = false;
    this.#dragStart = null;
    if (pointerType === "mouse" && button === 0 && !shiftKey)
      this.#dragStart = target.closest(".cell");
  }

  #drag({ target, buttons }) {
    const cell = target.closest(".cell");
    const isLeftButtonDown = buttons & 1;
    if (!isLeftButtonDown || !this.#dragStart || !cell) return;
    if (cell === this.#dragStart && !this.#wasDragged) return;
    this.#wasDragged = true;
    this.#anchor = this.#dragStart;
    this.#selectTo(cell);
    this.moveTo(cell);
  }

  parseCell(html) {
    return document.createRange().createContextualFragment(html).firstElementChild;
  }

  /** Whether the drawing of another cell here is a twin of this cell's. */
  hasCellAlike({ dataset }) {
    return this.cells.some((other) => other.dataset.alike === dataset.alike);
  }

  /** Replaces the cell of the same drawing, or puts this first if there is none. */
  putCell(cell) {
    const old = this.cell(cell.dataset.id);
    if (old) old.replaceWith(cell);
    else this.#list.prepend(cell);
    showNumberBoxes(cell);
    this.select([]);
    this.moveTo(cell);
  }

  /** Shows a drawing's state in its cell; `kind` is a class of the stylesheet. */
  showState(drawingId, kind, text) {
    const state = this.cell(drawingId)?.querySelector(".state");
    if (!state) return;
    state.className = `state ${kind}`;
    state.textContent = text;
  }

  /** Shows what the network saw instead of the drawing, or the drawing again. */
  toggleTile(cell) {
    const pictures = cell.querySelector(".pictures");
    const shownTile = pictures.querySelector(".tile");
    if (shownTile) return shownTile.remove();
    const tile = new Image();
    tile.src = cell.dataset.tile;
    tile.alt = "What the network saw";
    tile.className = "tile";
    tile.draggable = false;
    pictures.append(tile);
  }
}

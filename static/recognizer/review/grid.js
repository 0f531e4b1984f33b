/** The cells of the review page: a cursor, a selection, and what each says. */
export class Grid {
  #list;
  #moved;
  #cursor = null; // null: behind the last cell
  #stop = null; // the cell that Tab comes to: the cursor's, or where it was last
  #anchor = null; // where a selection by Shift or by dragging began
  #dragFrom = null;
  #dragged = false; // the click that follows is none
  selecting = false; // each tap selects one more

  /** moved(cell or null) is told where the cursor is. */
  constructor(list, moved) {
    this.#list = list;
    this.#moved = moved;
    list.addEventListener("click", (event) => this.#click(event));
    list.addEventListener("pointerdown", (event) => this.#startDrag(event));
    list.addEventListener("pointerover", (event) => this.#drag(event));
    list.addEventListener("focusin", ({ target }) => this.#comeBack(target));
    if (list.firstElementChild) this.goTo(list.firstElementChild);
  }

  get cells() {
    return [...this.#list.children];
  }

  get cursor() {
    return this.#cursor;
  }

  get selected() {
    return this.cells.filter((cell) => cell.ariaSelected === "true");
  }

  /** What a key is about: the selected cells, else the one at the cursor. */
  get chosen() {
    const { selected } = this;
    if (selected.length) return selected;
    return this.#cursor ? [this.#cursor] : [];
  }

  cell(id) {
    return document.getElementById(`drawing-${id}`);
  }

  /** Put the cursor on a cell, or behind the last one. */
  goTo(cell = null) {
    this.#cursor = cell;
    if (cell) this.#stopAt(cell);
    this.#moved(cell);
    this.focus();
  }

  #stopAt(cell) {
    if (this.#stop) this.#stop.tabIndex = -1;
    this.#stop = cell;
    cell.tabIndex = 0;
  }

  /** From behind the last cell, by Tab. */
  #comeBack(cell) {
    if (!this.#cursor) this.goTo(cell);
  }

  focus() {
    this.#cursor?.focus();
  }

  /** Behind the last chosen cell; never from the end to the start. */
  advance() {
    const last = this.chosen.at(-1);
    this.select([]);
    this.goTo(last?.nextElementSibling);
  }

  move(key, extend) {
    const { cells } = this;
    const from = this.#cursor ? cells.indexOf(this.#cursor) : cells.length;
    const to = Math.max(0, Math.min(this.#target(key, from), cells.length - 1));
    if (extend) this.#selectTo(cells[to], this.#cursor);
    else this.select([]);
    this.goTo(cells[to]);
  }

  #target(key, from) {
    const { cells } = this;
    const columns = cells.filter((c) => c.offsetTop === cells[0].offsetTop).length;
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

  select(cells) {
    const wanted = new Set(cells);
    for (const cell of this.cells) cell.ariaSelected = String(wanted.has(cell));
    if (!cells.length) this.#anchor = null;
  }

  #selectTo(cell, from) {
    this.#anchor ??= from ?? cell;
    const { cells } = this;
    const ends = [cells.indexOf(this.#anchor), cells.indexOf(cell)];
    this.select(cells.slice(Math.min(...ends), Math.max(...ends) + 1));
  }

  #click(event) {
    const cell = event.target.closest(".cell");
    if (!cell || this.#dragged) return;
    if (event.shiftKey) this.#selectTo(cell, this.#cursor);
    else if (this.selecting || event.ctrlKey || event.metaKey)
      cell.ariaSelected = String(cell.ariaSelected !== "true");
    else this.select([]);
    this.goTo(cell);
  }

  #startDrag({ target, pointerType, button, shiftKey }) {
    this.#dragged = false;
    this.#dragFrom = null;
    if (pointerType === "mouse" && button === 0 && !shiftKey)
      this.#dragFrom = target.closest(".cell");
  }

  #drag({ target, buttons }) {
    const cell = target.closest(".cell");
    if (!(buttons & 1) || !this.#dragFrom || !cell) return;
    if (cell === this.#dragFrom && !this.#dragged) return;
    this.#dragged = true;
    this.#anchor = this.#dragFrom;
    this.#selectTo(cell);
    this.goTo(cell);
  }

  /** Put a cell's new HTML in its place, or first where it has none. */
  put(id, html) {
    const cell =
      document.createRange().createContextualFragment(html).firstElementChild;
    const old = this.cell(id);
    if (old) old.replaceWith(cell);
    else this.#list.prepend(cell);
    this.select([]);
    this.goTo(cell);
  }

  /** Say in a cell how its drawing stands; kind: a class of the stylesheet. */
  say(id, kind, text) {
    const state = this.cell(id)?.querySelector(".state");
    if (!state) return;
    state.className = `state ${kind}`;
    state.textContent = text;
  }

  /** Show what the network saw instead of the drawing, or the drawing again. */
  toggleTile(cell) {
    const pictures = cell.querySelector(".pictures");
    const shown = pictures.querySelector(".tile");
    if (shown) return shown.remove();
    const tile = new Image();
    tile.src = cell.dataset.tile;
    tile.alt = "What the network saw";
    tile.className = "tile";
    tile.draggable = false;
    pictures.append(tile);
  }
}

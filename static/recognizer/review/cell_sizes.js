const STORAGE_KEY = "digitsite.review.size";
const SIZES = ["medium", "large", "small"]; // the stylesheet has a width for each

/** The size of the grid's cells, which this device remembers. */
export class CellSizes {
  #list;

  constructor(list) {
    this.#list = list;
    this.#show(remembered());
  }

  /** Goes on to the next size. */
  change() {
    const next = SIZES[(SIZES.indexOf(this.#list.dataset.size) + 1) % SIZES.length];
    this.#show(next);
    try {
      localStorage.setItem(STORAGE_KEY, next);
    } catch {
      // Without storage the size lasts as long as the page.
    }
  }

  #show(size) {
    this.#list.dataset.size = size;
  }
}

function remembered() {
  try {
    const size = localStorage.getItem(STORAGE_KEY);
    return SIZES.includes(size) ? size : SIZES[0];
  } catch {
    return SIZES[0];
  }
}

import { gettext } from "../translate.js";
import { TooMany } from "./problem.js";
import { load, save } from "./storage.js";

const STORAGE_KEY = "digitsite.live";
const SLOW = 1500; // milliseconds
const MAX_SLOW = 2; // slow answers, one after the other, until the page asks less
const SLOW_NETWORKS = ["slow-2g", "2g", "3g"];

/** The switch of live mode, in which the network answers while the visitor draws. */
export class LiveSwitch {
  #input;
  #onChange;
  #slowAnswers = 0;
  #excuse = ""; // why the page itself has switched off

  /** `onChange()` is called whenever the visitor or the page has switched. */
  constructor(input, onChange) {
    this.#input = input;
    this.#onChange = onChange;
    input.checked = load(STORAGE_KEY) ?? isNetworkFast();
    input.onchange = () => {
      this.#slowAnswers = 0;
      this.#excuse = "";
      save(STORAGE_KEY, input.checked);
      onChange();
    };
  }

  get isOn() {
    return this.#input.checked;
  }

  /** A sentence for a visitor who sees a live answer, or misses one. */
  get hint() {
    return this.#excuse || gettext("Submit to keep it and say if it is right.");
  }

  /** Returns what `ask()` does. Switches off where answers are slow, or too many. */
  async watch(ask) {
    let isSlow = false;
    const timer = setTimeout(() => {
      isSlow = true;
      this.#countSlow();
    }, SLOW);
    try {
      const answer = await ask();
      if (answer && !isSlow) this.#slowAnswers = 0;
      return answer;
    } catch (error) {
      if (!(error instanceof TooMany)) throw error;
      this.#switchOff(gettext("That was a lot of drawing. Submit to get an answer."));
    } finally {
      clearTimeout(timer);
    }
  }

  #countSlow() {
    this.#slowAnswers += 1;
    if (this.#slowAnswers === MAX_SLOW)
      this.#switchOff(gettext("Answers are slow just now. Submit to get one."));
  }

  #switchOff(excuse) {
    this.#input.checked = false; // not saved: the next visit may be faster
    this.#excuse = excuse;
    this.#onChange();
  }
}

function isNetworkFast() {
  const { saveData, effectiveType } = navigator.connection ?? {}; // only Chromium knows
  return !saveData && !SLOW_NETWORKS.includes(effectiveType);
}

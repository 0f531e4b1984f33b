import { gettext } from "../translate.js";
import * as view from "./answer.js";
import { recognise, recogniseSoFar } from "./api.js";
import { Asking } from "./asking.js";
import { claimAbout } from "./claim.js";
import { LiveSwitch } from "./live.js";
import { sentenceAbout, Unreachable } from "./problem.js";
import { load, save } from "./storage.js";

const STORAGE_KEY = "digitsite.waiting"; // whether the drawing is to be sent, over a reload

/** Asks the network about the drawing, live or to keep it, and shows what it answers. */
export class Recognition {
  #address;
  #getDrawing;
  #live;
  #asking = new Asking(view.showBusy);
  #kept = null; // {picture, answer} of the newest drawing that the server keeps
  #waitsForNetwork = load(STORAGE_KEY) ?? false;

  /**
   * `getDrawing()` returns {picture, size, strokes}, or null where nothing is drawn. The
   * picture is a blob, or a promise of one that may reject with a Problem; its size is
   * [width, height] in pixels, or a promise of that, or of null where none is known.
   */
  constructor(address, liveInput, getDrawing) {
    this.#address = address;
    this.#getDrawing = getDrawing;
    this.#live = new LiveSwitch(liveInput, () => this.#followSwitch());
    globalThis.addEventListener("online", () => this.ask());
    document.addEventListener(
      "drawing-deleted",
      ({ detail }) => this.#forget(detail.id),
    );
  }

  /** Submits a drawing that waits for the network, also since the last visit. */
  ask() {
    if (this.#waitsForNetwork && this.#getDrawing()) this.submit();
    else this.askSoFar();
  }

  /** Has the drawing recognised and kept, and shows the answer. */
  async submit() {
    const drawing = this.#getDrawing();
    if (!drawing) {
      return view.showProblem(
        gettext("Nothing drawn yet. Draw a number, or choose a picture."),
      );
    }
    const before = this.#kept?.answer;
    this.#wait(false);
    view.showWaiting();
    try {
      const answer = await this.#asking.ask((signal) => this.#keep(drawing, signal));
      if (!answer) return;
      showKept(answer);
      if (answer === before) view.showHint(gettext("This drawing is kept already."));
    } catch (error) {
      this.#wait(error instanceof Unreachable);
      const waits = this.#waitsForNetwork;
      const sentence = waits ? explainWaiting() : sentenceAbout(error);
      view.showProblem(sentence, error.requestId);
    }
  }

  /** Gives up the answer and any question, because the drawing has changed. */
  change() {
    this.#asking.drop();
    this.#wait(false);
    if (this.#getDrawing()) view.showOutdated();
    else view.showEmpty();
  }

  /** In live mode, shows what the network reads so far; nothing is kept. */
  async askSoFar() {
    const drawing = this.#getDrawing();
    if (!drawing || !this.#live.isOn) return;
    try {
      const answer = await this.#live.watch(() =>
        this.#asking.ask((signal) => this.#readSoFar(drawing, signal))
      );
      if (!answer) return;
      if (answer === this.#kept?.answer) return showKept(answer);
      view.showLive(answer);
      view.showHint(this.#live.hint);
    } catch (error) {
      view.showProblem(sentenceAbout(error), error.requestId);
    }
  }

  async #keep({ picture, size, strokes }, signal) {
    const drawing = { picture: await picture, strokes };
    if (await this.#isKept(drawing.picture)) return this.#kept.answer;
    const answer = await recognise(this.#address, drawing, signal);
    answer.size = await size;
    this.#kept = { picture: drawing.picture, answer };
    document.dispatchEvent(new CustomEvent("drawing-kept", { detail: answer }));
    return answer;
  }

  async #readSoFar({ picture, size }, signal) {
    if (await this.#isKept(await picture)) return this.#kept.answer;
    const answer = await recogniseSoFar(this.#address, await picture, signal);
    answer.size = await size;
    return answer;
  }

  /** Tells whether a picture is the newest kept one, byte by byte. */
  async #isKept(picture) {
    const kept = this.#kept?.picture;
    if (kept?.size !== picture.size) return false;
    const [a, b] = await Promise.all([kept.arrayBuffer(), picture.arrayBuffer()]);
    const bytes = new Uint8Array(b);
    return new Uint8Array(a).every((byte, i) => byte === bytes[i]);
  }

  #followSwitch() {
    if (this.#live.isOn) this.askSoFar();
    else view.showHint(this.#live.hint);
  }

  #wait(waits) {
    this.#waitsForNetwork = waits;
    save(STORAGE_KEY, waits);
  }

  /** Another part of the page has deleted a drawing, or "all". */
  #forget(id) {
    if (id !== "all" && id !== this.#kept?.answer.id) return;
    this.#kept = null;
    this.change();
  }
}

function showKept(answer) {
  view.showAnswer(answer);
  claimAbout(answer);
}

function explainWaiting() {
  return gettext(
    "The server cannot be reached. The drawing waits, and is sent when the network is back.",
  );
}

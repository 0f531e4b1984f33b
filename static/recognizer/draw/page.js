import * as view from "./answer.js";
import { recognise, sendClaim } from "./api.js";
import { Pad } from "./pad.js";
import { setUpPen } from "./pen.js";
import { fitPhoto } from "./photo.js";
import { Problem, sentenceAbout, TRY_LATER } from "./problem.js";
import { setUpTools } from "./tools.js";

const TIMEOUT = 20_000; // milliseconds until the page gives up on a silent server

const form = document.getElementById("drawing");
const pad = new Pad(form.querySelector("canvas"), setUpPen(form), {
  onChange: dropAnswer,
  onStrokeEnd: () => {},
});
let pendingRequest = null; // only the newest request may show its answer
let shownAnswer = null; // the answer that a claim is about
let lastClaim = Promise.resolve(); // claims go one by one, so that the last one counts

/** Asks the server about a picture, and shows its answer unless a newer one is due. */
async function ask(picture, strokes = []) {
  pendingRequest?.abort();
  const request = (pendingRequest = new AbortController());
  const tooSlow = new Problem(`The server takes too long. ${TRY_LATER}`);
  const timer = setTimeout(() => request.abort(tooSlow), TIMEOUT);
  view.showWaiting();
  try {
    const answer = await recognise(form.action, await picture, strokes, request.signal);
    if (request !== pendingRequest) return;
    shownAnswer = answer;
    view.showAnswer(answer);
  } catch (error) {
    if (request === pendingRequest) view.showProblem(sentenceAbout(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Gives up the answer and any request for one, because the drawing has changed. */
function dropAnswer() {
  pendingRequest?.abort();
  pendingRequest = shownAnswer = null;
  if (pad.isEmpty()) view.showEmpty();
  else view.showOutdated();
}

function askAboutFile(file) {
  if (!file) return;
  pad.clear(); // the answer is not about the drawing; Undo brings it back
  const { maxBytes, maxSide } = form.elements.image.dataset;
  ask(fitPhoto(file, { maxBytes: Number(maxBytes), maxSide: Number(maxSide) }));
}

/** Sends a claim, and shows the outcome if its answer is still on the page. */
function claim(digit) {
  const answer = shownAnswer;
  const ifStillShown = (show) => (value) => answer === shownAnswer && show(value);
  lastClaim = lastClaim
    .then(() => sendClaim(answer, digit))
    .then(ifStillShown(() => view.showClaimKept(digit)))
    .catch(ifStillShown((error) => view.showClaimNotKept(sentenceAbout(error))));
}

function submit() {
  if (pad.isEmpty()) view.showProblem("Draw a digit first.");
  else ask(pad.toBlob(), pad.strokes);
}

form.onsubmit = (event) => {
  event.preventDefault();
  submit();
};
setUpTools(form, pad);
form.elements.image.onchange = ({ target }) => {
  askAboutFile(target.files[0]);
  target.value = ""; // the visitor may choose the same file again
};
view.onClaim(claim);
if (!pad.canShow) {
  view.showProblem(
    "This browser does not let the page draw. Choose a picture instead.",
  );
}

document.onpaste = (event) => askAboutFile(event.clipboardData.files[0]);
document.ondragover = (event) => event.preventDefault();
document.ondrop = (event) => {
  event.preventDefault();
  askAboutFile(event.dataTransfer.files[0]);
};
document.onkeydown = (event) => {
  const { key, repeat, target } = event;
  if (repeat || key !== "Enter" || target.closest("a, button, input")) return;
  submit();
  event.preventDefault();
};

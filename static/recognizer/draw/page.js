import * as view from "./answer.js";
import { claim, LATER, Problem, recognise } from "./api.js";
import { Pad } from "./pad.js";
import { choosePen } from "./pen.js";

const PATIENCE = 20_000; // milliseconds until a silent server counts as not there

const form = document.getElementById("drawing");
const pad = new Pad(form.querySelector("canvas"), choosePen(form), forget);
let pending = null; // the newest request; an older one is not heard
let answer = null; // what the claim is about
let claims = Promise.resolve(); // one after the other: the last tap is what is kept

/** Show the answer to a picture, unless a newer one was asked about. */
async function ask(picture, strokes = []) {
  pending?.abort();
  const request = (pending = new AbortController());
  const late = new Problem(`The server takes too long. ${LATER}`);
  const patience = setTimeout(() => request.abort(late), PATIENCE);
  view.waiting();
  try {
    const newest = await recognise(form.action, await picture, strokes, request.signal);
    if (request !== pending) return;
    answer = newest;
    view.show(answer);
  } catch (error) {
    if (request === pending) view.problem(error.message);
  } finally {
    clearTimeout(patience);
  }
}

/** The drawing became another: what was asked about the old one is no news. */
function forget() {
  pending?.abort();
  pending = answer = null;
  if (pad.isEmpty()) view.empty();
  else view.outdated();
}

function askAboutFile(file) {
  if (!file) return;
  pad.clear(); // the answer is not about it; Undo brings it back
  ask(file);
}

function tell(digit) {
  const about = answer;
  const ifStillShown = (show) => (value) => about === answer && show(value);
  claims = claims
    .then(() => claim(about, digit))
    .then(ifStillShown(() => view.thank(digit)))
    .catch(ifStillShown((error) => view.notKept(error.message)));
}

function submit() {
  if (pad.isEmpty()) view.problem("Draw a digit first.");
  else ask(pad.toBlob(), pad.strokes);
}

form.onsubmit = (event) => {
  event.preventDefault();
  submit();
};
form.elements.undo.onclick = () => pad.undo();
form.elements.clear.onclick = () => pad.clear();
form.elements.image.onchange = ({ target }) => {
  askAboutFile(target.files[0]);
  target.value = ""; // it may be chosen again
};
view.onClaim(tell);

document.onpaste = (event) => askAboutFile(event.clipboardData.files[0]);
document.ondragover = (event) => event.preventDefault();
document.ondrop = (event) => {
  event.preventDefault();
  askAboutFile(event.dataTransfer.files[0]);
};
document.onkeydown = (event) => {
  const { key, ctrlKey, metaKey, repeat, target } = event;
  if (repeat) return;
  if ((ctrlKey || metaKey) && key.toLowerCase() === "z") pad.undo();
  else if (key === "Escape" || key === "Delete") pad.clear();
  else if (key === "Enter" && !target.closest("a, button, input")) submit();
  else return;
  event.preventDefault();
};

import { gettext } from "../translate.js";
import { showHint, showProblem } from "./answer.js";
import { onBox } from "./boxes.js";
import { chooseBox, claim, pressKey } from "./claim.js";
import { onKey } from "./keys.js";
import { setUpNumberField } from "./number_field.js";
import { Pad } from "./pad.js";
import { setUpPen } from "./pen.js";
import { fitPhoto, measure } from "./photo.js";
import { onPicture } from "./pictures.js";
import { Recognition } from "./recognition.js";
import { SIDE } from "./surface.js";
import { setUpTools } from "./tools.js";

const PRESSED_BY_ENTER = "a, button, input, select, summary";

const form = document.getElementById("drawing");
const pictureInput = form.elements.image;
let photo = null; // a promise of the chosen picture, as it is sent
const canvas = form.querySelector("canvas");
const pad = new Pad(canvas, setUpPen(form), {
  onChange: followPad,
  onStrokeEnd: () => recognition.askSoFar(),
});
const recognition = new Recognition(
  form.action,
  document.getElementById("live"),
  getDrawing,
);

function getDrawing() {
  if (photo) return { picture: photo, size: measure(photo), strokes: [] };
  if (pad.isEmpty()) return null;
  return { picture: pad.toBlob(), size: [SIDE, SIDE], strokes: pad.strokes };
}

function followPad() {
  if (pad.showsPicture) return; // which is about to be submitted
  photo = null;
  recognition.change();
  if (!pad.isDrawing) recognition.askSoFar();
}

function submitPicture(file) {
  const { maxBytes, maxSide } = pictureInput.dataset;
  pad.showPicture(file); // this clears the drawing; Undo brings it back
  photo = fitPhoto(file, { maxBytes: Number(maxBytes), maxSide: Number(maxSide) });
  recognition.submit();
}

onPicture(pictureInput, document.getElementById("drop-place"), submitPicture);
onKey(pressKey);
onBox(chooseBox, canvas);
setUpNumberField(claim, showHint);
form.onsubmit = (event) => {
  event.preventDefault();
  recognition.submit();
};
document.onkeydown = (event) => {
  const { key, repeat, target } = event;
  if (key !== "Enter" || repeat || target.closest(PRESSED_BY_ENTER)) return;
  event.preventDefault();
  recognition.submit();
};
setUpTools(form, pad);
if (!pad.canShow) {
  showProblem(
    gettext("This browser does not let the page draw. Choose a picture instead."),
  );
}
recognition.ask(); // about a drawing of the last visit

/** The field in which the visitor types the number that was drawn, in the keys' place. */
import { gettext } from "../translate.js";
import { toDigits } from "./digits.js";

const MOST = 12; // digits of a number

const form = document.getElementById("number");
const keys = document.getElementById("keys");
const opener = keys.querySelector("[value=number]");
const { field, keep, back } = form.elements;
let claimed = null; // the number that is kept already

/** `onNumber(number)` gets what is typed; `explain(sentence)` what is wrong with it. */
export function setUpNumberField(onNumber, explain) {
  form.onsubmit = (event) => {
    event.preventDefault();
    const number = toDigits(field.value);
    if (number === "" || number.length > MOST || hasOthers(field.value)) {
      field.setAttribute("aria-invalid", true);
      field.focus();
      return explain(gettext("Type 1 to 12 digits, and nothing else."));
    }
    leave();
    onNumber(number);
  };
  form.onkeydown = ({ key }) => {
    if (key === "Escape") leave();
  };
  back.onclick = leave;
  field.oninput = () => {
    field.removeAttribute("aria-invalid");
    nameKey();
  };
}

/** Shows the field with a number in it. `kept`: the claim, which is taken back so. */
export function openNumberField(number, kept) {
  claimed = kept;
  field.value = number;
  field.removeAttribute("aria-invalid");
  nameKey();
  form.hidden = false;
  keys.hidden = true;
  field.focus();
  field.select();
}

/** Shows the keys again. */
export function closeNumberField() {
  form.hidden = true;
  keys.hidden = false;
}

function leave() {
  closeNumberField();
  opener.focus();
}

/** Spaces may part the digits; nothing else. */
function hasOthers(text) {
  return toDigits(text).length !== text.replace(/\s/g, "").length;
}

function nameKey() {
  const isKept = toDigits(field.value) === claimed;
  keep.textContent = isKept ? gettext("Take back") : gettext("Keep");
}

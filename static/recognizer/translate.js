/** Words of the page in the visitor's language; the page carries them as JSON. */
const block = document.getElementById("sentences"); // none in English
const sentences = block ? JSON.parse(block.textContent) : {};

/** Returns a sentence's translation. */
export function gettext(sentence) {
  return sentences[sentence] ?? sentence;
}

/** Puts values where a sentence names them: %(count)s. */
export function interpolate(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}

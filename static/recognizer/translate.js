/**
 * Words of the page in the visitor's language. `gettext` returns a sentence's
 * translation; `interpolate` puts values where a sentence names them: %(count)s.
 */
export function gettext(sentence) {
  return sentence;
}

export function interpolate(sentence, values) {
  return sentence.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}

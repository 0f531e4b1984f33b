const DEVANAGARI_ZERO = 0x966; // Hindi keyboards type its digits

/** Returns the digits 0 to 9 of a text, whatever else is in it; "४२" is "42". */
export function toDigits(text) {
  return text.replace(/[०-९]/g, (digit) => digit.codePointAt(0) - DEVANAGARI_ZERO)
    .replace(/[^0-9]/g, "");
}

// Measures the width of text on a canvas.

export const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

const context = document.createElement("canvas").getContext("2d");
const MEASURED_HEIGHT = 100; // px height at which each letter is measured, once per weight
const widths = new Map(); // of letters and of texts, by weight

/**
 * @param {string} text
 * @param {number} weight of the font
 * @param {number} height of the font, in px
 * @returns {number} px
 */
export function textWidth(text, weight, height) {
  if (!widths.has(weight)) {
    widths.set(weight, { letters: new Map(), texts: new Map() });
  }
  const { letters, texts } = widths.get(weight);
  if (!texts.has(text)) {
    texts.set(text, sumOfLetters(text, weight, letters));
  }
  return (texts.get(text) * height) / MEASURED_HEIGHT;
}

function sumOfLetters(text, weight, known) {
  let sum = 0;
  for (const char of text) {
    let width = known.get(char);
    if (width === undefined) {
      context.font = `${weight} ${MEASURED_HEIGHT}px ${FONT}`;
      width = context.measureText(char).width;
      known.set(char, width);
    }
    sum += width;
  }
  return sum;
}

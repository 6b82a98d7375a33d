// Measures the width of text on a canvas.

export const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

const context = document.createElement("canvas").getContext("2d");
const MEASURED_HEIGHT = 100; // px height at which each letter is measured, once per weight
const widths = new Map();

/**
 * @param {string} text
 * @param {number} weight of the font
 * @param {number} height of the font, in px
 * @returns {number} px
 */
export function textWidth(text, weight, height) {
  if (!widths.has(weight)) {
    widths.set(weight, new Map());
  }
  const known = widths.get(weight);
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
  return (sum * height) / MEASURED_HEIGHT;
}

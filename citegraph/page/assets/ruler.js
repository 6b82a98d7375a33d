// A text, its weight and height in, its width on a canvas out.

export const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';

const ruler = document.createElement("canvas").getContext("2d");
const RULED = 100; // px of the letters that are measured, each once a weight
const widths = new Map();

export function measure(text, weight, height) {
  if (!widths.has(weight)) {
    widths.set(weight, new Map());
  }
  const known = widths.get(weight);
  let sum = 0;
  for (const char of text) {
    let width = known.get(char);
    if (width === undefined) {
      ruler.font = `${weight} ${RULED}px ${FONT}`;
      width = ruler.measureText(char).width;
      known.set(char, width);
    }
    sum += width;
  }
  return (sum * height) / RULED;
}

// Draws what the line of the start card says: a sample of a node, of sizes, of a link, of colors, of directions.

import { PALETTES } from "./colors.js";
import { svg } from "./dom.js";
import { theme } from "./theme.js";

const HIGH = 18; // px

const circle = (cx, r, fill = "currentColor") => svg("circle", { cx, cy: HIGH / 2, r, fill });
const line = (d) => svg("path", { d, fill: "none", stroke: "currentColor", "stroke-width": 1.6 });

const node = () => [14, circle(7, 6)];
const size = () => [32, circle(3, 2.5), circle(12, 4), circle(25, 6.5)];
const color = () => [30, ...PALETTES[theme()].slice(0, 3).map((fill, at) => circle(5 + at * 10, 4.5, fill))];
const link = () => [30, line("M5 9h20"), circle(5, 4.5), circle(25, 4.5)];
const ring = () =>
  svg("circle", { cx: 9, cy: 9, r: 7.5, fill: "none", stroke: "currentColor", "stroke-dasharray": "2 2" });

// One sample for each part of the line, in its order.
const SAMPLES = {
  map: [node, size, link, color],
  time: [
    node,
    size,
    () => [24, line("M1 9h20m-5-5 5 5-5 5")],
    () => [12, line("M6 1v15M1 11l5 5 5-5")],
    () => [28, line("M3 13Q13 0 24 8M17 6l7 2-2-7")],
  ],
  center: [() => [18, ring(), circle(9, 4)], () => [30, line("M5 9h10"), circle(5, 4.5), circle(17, 3)], size, color],
};

/**
 * @param {string} layout
 * @param {number} at the place of the part in the line
 * @returns {SVGElement | null} its sample, if it has one
 */
export function sightSample(layout, at) {
  const draw = SAMPLES[layout][at];
  if (!draw) {
    return null;
  }
  const [width, ...shapes] = draw();
  return svg("svg", { viewBox: `0 0 ${width} ${HIGH}`, width, height: HIGH, "aria-hidden": "true" }, ...shapes);
}

// Shows counts by year as a small bar chart.

import { el, svg } from "./dom.js";
import { number, t } from "./language.js";

const WIDE = 300;
const HIGH = 64;
const FOOT = 14;

/**
 * @param {{year: number | null}[]} rows
 * @returns {Map<number, number>}
 */
export function countByYear(rows) {
  const counts = new Map();
  for (const { year } of rows) {
    if (year !== null) {
      counts.set(year, (counts.get(year) || 0) + 1);
    }
  }
  return counts;
}

/**
 * Returns a bar per year; the counts are also available as text.
 * @param {Map<number, number>} counts by year
 * @param {[number, number]} range first and last year
 * @param {string} title
 * @returns {HTMLElement}
 */
export function barChart(counts, [first, last], title) {
  const years = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const most = Math.max(1, ...counts.values());
  const step = WIDE / years.length;
  const room = HIGH - FOOT - 12;
  const bars = years.map((year, at) => {
    const count = counts.get(year) || 0;
    const high = (count / most) * room;
    return svg(
      "g",
      {},
      svg("title", {}, `${year}: ${t("n-reports", { n: count })}`),
      svg("rect", { class: "reach", x: at * step, y: 0, width: step, height: HIGH }),
      svg("rect", {
        class: "bar",
        x: at * step + step * 0.12,
        y: HIGH - FOOT - high,
        width: step * 0.76,
        height: high,
        rx: Math.min(2, step / 5),
      }),
      count === most
        ? svg("text", { x: (at + 0.5) * step, y: HIGH - FOOT - high - 3, "text-anchor": "middle" }, number(count))
        : null,
    );
  });
  const description = years
    .filter((year) => counts.get(year))
    .map((year) => `${year}: ${counts.get(year)}`)
    .join(", ");
  return el(
    "figure",
    { class: "chart" },
    svg(
      "svg",
      { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": `${title}: ${description}` },
      ...bars,
      svg("line", { x1: 0, x2: WIDE, y1: HIGH - FOOT + 0.5, y2: HIGH - FOOT + 0.5 }),
      svg("text", { x: 0, y: HIGH - 2 }, String(first)),
      years.length > 1 ? svg("text", { x: WIDE, y: HIGH - 2, "text-anchor": "end" }, String(last)) : null,
    ),
  );
}

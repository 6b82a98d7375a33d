// Shows counts by year as a histogram on which a range of years can be selected.

import { el, svg } from "./dom.js";
import { t } from "./language.js";

const WIDE = 232;
const HIGH = 48;

/**
 * @param {Map<number, number>} counts by year
 * @param {[number, number]} range first and last year
 * @param {[number, number] | null} span the selected years, null for all
 * @param {string} name of the histogram, for screen readers
 * @param {(span: [number, number] | null, done: boolean) => void} onSpan `done` is false while the pointer is down
 * @returns {HTMLElement}
 */
export function brush(counts, [first, last], span, name, onSpan) {
  const years = last - first + 1;
  const most = Math.max(1, ...counts.values());
  const step = WIDE / years;
  const [from, to] = span || [first, last];
  const bars = Array.from({ length: years }, (_, at) => {
    const year = first + at;
    const count = counts.get(year) || 0;
    const high = count ? Math.max(2, (count / most) * HIGH) : 0;
    return svg(
      "g",
      { class: year >= from && year <= to ? "in" : "out" },
      svg("title", {}, `${year}: ${count}`),
      svg("rect", { class: "reach", x: at * step, y: 0, width: step, height: HIGH }),
      svg("rect", { class: "bar", x: at * step + step * 0.1, y: HIGH - high, width: step * 0.8, height: high }),
    );
  });
  const plot = svg(
    "svg",
    { class: "brush", viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    ...bars,
  );
  const report = (one, other, done) => {
    const low = Math.max(first, Math.min(one, other));
    const high = Math.min(last, Math.max(one, other));
    onSpan(low === first && high === last ? null : [low, high], done);
  };
  const yearAt = (event) => {
    const rect = plot.getBoundingClientRect();
    return Math.max(first, Math.min(last, first + Math.floor(((event.clientX - rect.left) / rect.width) * years)));
  };
  let start = null;
  plot.addEventListener("pointerdown", (event) => {
    start = yearAt(event);
    plot.setPointerCapture(event.pointerId);
    mark(start, start);
  });
  plot.addEventListener("pointermove", (event) => {
    if (start !== null) {
      mark(start, yearAt(event));
    }
  });
  plot.addEventListener("pointerup", (event) => {
    if (start !== null) {
      report(start, yearAt(event), true);
      start = null;
    }
  });
  plot.addEventListener("dblclick", () => report(first, last, true));
  const mark = (one, other) => {
    for (const [at, bar] of bars.entries()) {
      const year = first + at;
      bar.setAttribute("class", year >= Math.min(one, other) && year <= Math.max(one, other) ? "in" : "out");
    }
    low.value = Math.min(one, other);
    high.value = Math.max(one, other);
  };
  const field = (value, label, change) =>
    el("input", {
      type: "number",
      min: first,
      max: last,
      value,
      "aria-label": `${name}: ${label}`,
      onchange: (event) => change(Math.round(Number(event.target.value)) || value),
    });
  const low = field(from, t("from-year"), (year) => report(year, Math.max(year, to), true));
  const high = field(to, t("to-year"), (year) => report(Math.min(from, year), year, true));
  return el("div", { class: "years" }, plot, el("p", {}, low, el("span", { "aria-hidden": "true" }, "–"), high));
}

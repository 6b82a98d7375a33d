// Shows a citation: its quote with the citation marked, and how it was identified.

import { details } from "./data.js";
import { levelOf } from "./confidence.js";
import { el } from "./dom.js";
import { named, number, localized, t } from "./language.js";

/**
 * @typedef {[number, number, number, number]} QuoteRef
 *   index of the quote, start and length of the citation in it, in UTF-16 units, and index of its position, or -1
 * @typedef {[number, number, number, number, number, string, number, number[], string?]} CitationRow
 *   document, QuoteRef, method, confidence, indices of evidence, and its address on the annotated page, if there is one
 */

/**
 * @param {QuoteRef} quote
 * @returns {HTMLElement | null}
 */
export function markedQuote([quote, at, length]) {
  const text = details.quotes[quote];
  if (!text) {
    return null;
  }
  return el(
    "blockquote",
    {},
    text.slice(0, at),
    length ? el("mark", {}, text.slice(at, at + length)) : null,
    text.slice(at + length),
  );
}

/**
 * @param {QuoteRef} quote
 * @returns {string} where the citation is in the original, "page 3, line 12"; "" if that is not known
 */
export function positionOf([, , , position]) {
  return localized(details.positions[position]) ?? "";
}

function reasons(list) {
  return el(
    "ul",
    { class: "evidence" },
    ...list.map((at) => {
      const [name, weight, detail] = details.evidence[at];
      const sign = weight > 0 ? "+" : "";
      return el(
        "li",
        {},
        el("b", {}, `${sign}${number(weight)}`),
        " ",
        [named("reason", name), localized(detail)].filter(Boolean).join(": "),
      );
    }),
  );
}

/**
 * @param {CitationRow} row
 * @returns {HTMLElement}
 */
export function citation([, quote, at, length, position, method, confidence, evidence, address]) {
  const place = positionOf([quote, at, length, position]);
  const way = [place, named("way", method), t(`sure-${levelOf(confidence)}`, { percent: Math.round(100 * confidence) })]
    .filter(Boolean)
    .join(" · ");
  const why = evidence.length
    ? el("details", { class: "why" }, el("summary", {}, way), reasons(evidence))
    : el("p", { class: "why" }, way);
  why.title = t("why");
  why.classList.toggle("unsure", levelOf(confidence) === 0);
  const open = address ? el("a", { class: "in-report", href: address }, t("in-report")) : null;
  return el("div", { class: "citation" }, markedQuote([quote, at, length]), open, why);
}

// A citation in, its quote with the citation marked and how it was identified out.

import { rest } from "./data.js";
import { el } from "./dom.js";
import { named, number, spoken, t } from "./language.js";

export function markedQuote([quote, at, length]) {
  const text = rest.quotes[quote];
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

function reasons(list) {
  return el(
    "ul",
    { class: "evidence" },
    ...list.map((at) => {
      const [name, weight, detail] = rest.evidence[at];
      const sign = weight > 0 ? "+" : "";
      return el(
        "li",
        {},
        el("b", {}, `${sign}${number(weight)}`),
        " ",
        [named("reason", name), spoken(detail)].filter(Boolean).join(": "),
      );
    }),
  );
}

// One row of a report's `said`: [document, quote, at, length, link, confidence, evidence, address], the last where the
// citation is marked on a page of its report.
export function citation([, quote, at, length, link, confidence, because, address]) {
  const way = `${named("way", link)} · ${t("confidence")} ${number(confidence)}`;
  const why = because.length
    ? el("details", { class: "why" }, el("summary", {}, way), reasons(because))
    : el("p", { class: "why" }, way);
  why.title = t("why");
  const open = address ? el("a", { class: "in-report", href: address }, t("in-report")) : null;
  return el("div", { class: "citation" }, markedQuote([quote, at, length]), open, why);
}

// Shows the undecided citations and the findings for review.

import { documents, reports, reportName, details, totals } from "./data.js";
import { button, byId, el } from "./dom.js";
import { documentLink, longList } from "./items.js";
import { formatDate, named, number, localized, t } from "./language.js";
import { markedQuote } from "./quote.js";
import { focusOn } from "./state.js";

const sheet = byId("checks");

/** The number of entries in both lists. */
export const reviewCount = totals.undecided + totals.findings;

function reportLine(at) {
  const report = reports[at];
  const name = reportName(report);
  return el(
    "p",
    { class: "facts" },
    button(name, () => focusOn("r", report.id), { class: "link", title: name }),
    el("span", {}, formatDate(report.date)),
  );
}

function candidate({ id, at, score }, colors) {
  return el(
    "li",
    {},
    at < 0 ? id : documentLink(at, colors[at]),
    at < 0 ? "" : ` ${documents[at].term || documents[at].locality || ""}`,
    el("span", { class: "count" }, number(score)),
  );
}

function undecidedItem(row, colors) {
  const candidates = row.candidates.length
    ? [
        el("p", { class: "facts" }, `${t("candidates")}:`),
        el("ul", { class: "plain candidates" }, ...row.candidates.map((one) => candidate(one, colors))),
      ]
    : [el("p", { class: "facts" }, `${t("candidates")}: ${t("candidates-none")}`)];
  return el(
    "li",
    { class: "card" },
    el("h3", {}, row.surface),
    el("code", {}, row.id),
    markedQuote(row.quote),
    reportLine(row.report),
    ...candidates,
  );
}

function findingItem(row, colors) {
  return el(
    "li",
    { class: "card" },
    el("h3", {}, row.at < 0 ? row.id : documentLink(row.at, colors[row.at])),
    el(
      "dl",
      {},
      el("dt", {}, t("field")),
      el("dd", {}, named("field", row.field)),
      el("dt", {}, t("said")),
      el("dd", { class: "said" }, localized(row.said)),
      el("dt", {}, t("known")),
      el("dd", {}, localized(row.known)),
    ),
    markedQuote(row.quote),
    reportLine(row.report),
  );
}

function part(key, rows, all, make) {
  const count = rows.length < all ? t("n-of", { n: rows.length, all }) : number(all);
  return el(
    "section",
    {},
    el("h2", {}, t(key), el("span", { class: "count" }, count)),
    el("p", { class: "note" }, t(`${key}-note`)),
    ...(rows.length ? longList(rows, make) : [el("p", { class: "empty" }, t("none"))]),
  );
}

/** @param {import("./picture.js").Picture} picture */
export function showReview({ colors }) {
  sheet.replaceChildren(
    part("findings", details.findings, totals.findings, (row) => findingItem(row, colors)),
    part("undecided", details.undecided, totals.undecided, (row) => undecidedItem(row, colors)),
  );
}

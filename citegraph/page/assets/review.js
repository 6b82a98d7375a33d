// Shows the undecided citations and the findings for review.

import { documents, reports, reportName, details, totals } from "./data.js";
import { accept, acceptedFor, decisionCount, saveDecisions } from "./decisions.js";
import { button, byId, el } from "./dom.js";
import { documentLink, longList } from "./items.js";
import { formatDate, named, number, localized, t } from "./language.js";
import { markedQuote, positionOf } from "./quote.js";
import { focusOn } from "./state.js";

const sheet = byId("checks");

/** The number of entries in both lists. */
export const reviewCount = totals.undecided + totals.findings;

function reportLine({ report: at, quote }) {
  const report = reports[at];
  const name = reportName(report);
  return el(
    "p",
    { class: "facts" },
    button(name, () => focusOn("r", report.id), { class: "link", title: name }),
    el("span", {}, [formatDate(report.date), positionOf(quote)].filter(Boolean).join(" · ")),
  );
}

function candidate(row, { id, at, score }, colors, redraw) {
  return el(
    "li",
    {},
    button(t("accept"), () => redraw(id), { "aria-pressed": String(acceptedFor(row) === id), title: id }),
    " ",
    at < 0 ? id : documentLink(at, colors[at]),
    at < 0 ? "" : ` ${documents[at].term || documents[at].locality || ""}`,
    el("span", { class: "count" }, `${Math.round(100 * score)}%`),
  );
}

// Enter accepts the likeliest candidate, if there is one, a digit that one; the next citation comes to hand.
function acceptOrGoOn(event, row, redraw) {
  const enter = event.key === "Enter" && event.target === event.currentTarget;
  if (!(enter || /^[1-9]$/.test(event.key)) || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const card = event.currentTarget;
  const id = row.candidates[enter ? 0 : Number(event.key) - 1]?.id;
  event.preventDefault();
  event.stopPropagation(); // a digit on a card does not switch the view
  if (id !== undefined) {
    redraw(id);
  }
  if (enter || id !== undefined) {
    (card.nextElementSibling ?? card).focus();
  }
}

function undecidedItem(row, colors) {
  const card = el("li", { class: "card", tabindex: "0", "aria-keyshortcuts": "Enter" });
  const redraw = (id) => {
    accept(row, id);
    fill();
    showSaving();
  };
  const fill = () => {
    const candidates = row.candidates.length
      ? [
          el("p", { class: "facts" }, `${t("candidates")}:`),
          el("ol", { class: "candidates" }, ...row.candidates.map((one) => candidate(row, one, colors, redraw))),
        ]
      : [el("p", { class: "facts" }, `${t("candidates")}: ${t("candidates-none")}`)];
    card.replaceChildren(
      el("h3", {}, row.surface),
      el("code", {}, acceptedFor(row) ?? row.id),
      markedQuote(row.quote) ?? "",
      reportLine(row),
      ...candidates,
    );
    card.classList.toggle("decided", acceptedFor(row) !== undefined);
  };
  card.addEventListener("keydown", (event) => acceptOrGoOn(event, row, redraw));
  fill();
  return card;
}

function showSaving() {
  const count = decisionCount();
  const saving = byId("decisions");
  saving.hidden = count === 0;
  saving.replaceChildren(
    button(t("save-decisions", { n: number(count) }), saveDecisions),
    ` ${t("save-decisions-note")}`,
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
      el("dd", {}, `${named("field", row.field)} (${named("severity", row.severity)})`),
      el("dt", {}, t("said")),
      el("dd", { class: "said" }, localized(row.said)),
      el("dt", {}, t("known")),
      el("dd", {}, localized(row.known)),
    ),
    markedQuote(row.quote),
    reportLine(row),
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

/** @param {import("./scene.js").Scene} scene */
export function showReview({ colors }) {
  sheet.replaceChildren(
    el("p", { id: "decisions", class: "note", hidden: true }),
    part("findings", details.findings, totals.findings, (row) => findingItem(row, colors)),
    part("undecided", details.undecided, totals.undecided, (row) => undecidedItem(row, colors)),
  );
  showSaving();
}

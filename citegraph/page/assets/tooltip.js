// Shows a few lines about the document or link under the pointer.

import { documents } from "./data.js";
import { byId, el } from "./dom.js";
import { formatDate, t } from "./language.js";

const tip = byId("tip");
const DISTANCE = 14; // px between pointer and tooltip

function place(x, y) {
  const stage = tip.parentElement.getBoundingClientRect();
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = x + DISTANCE + width > stage.width ? x - DISTANCE - width : x + DISTANCE;
  const top = y + DISTANCE + height > stage.height ? y - DISTANCE - height : y + DISTANCE;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

/**
 * @param {number} index of the document
 * @param {number} count reports that cite it
 * @param {{x: number, y: number}} point in px of the view
 */
export function showDocumentTooltip(index, count, { x, y }) {
  const row = documents[index];
  const when = row.date ? formatDate(row.date) : "";
  tip.replaceChildren(
    el("strong", {}, row.label),
    ...(row.title ? [el("span", {}, row.title)] : []),
    el("small", {}, [row.issuer, when, t("n-reports", { n: count })].filter(Boolean).join(" · ")),
  );
  place(x, y);
}

/**
 * @param {[number, number]} link the documents it joins
 * @param {number} weight reports that cite both
 * @param {{x: number, y: number}} point in px of the view
 */
export function showLinkTooltip([one, other], weight, { x, y }) {
  tip.replaceChildren(
    el("strong", {}, `${documents[one].label} – ${documents[other].label}`),
    el("small", {}, t("link-note", { n: weight })),
  );
  place(x, y);
}

/** Hides the tooltip. */
export function hideTooltip() {
  tip.hidden = true;
}

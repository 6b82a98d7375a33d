// A document or link under the pointer in, a few lines about it beside the pointer out.

import { documents } from "./data.js";
import { byId, el } from "./dom.js";
import { formatDate, t } from "./language.js";

const tip = byId("tip");
const APART = 14; // px between pointer and text

function place(x, y) {
  const stage = tip.parentElement.getBoundingClientRect();
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = x + APART + width > stage.width ? x - APART - width : x + APART;
  const top = y + APART + height > stage.height ? y - APART - height : y + APART;
  tip.style.left = `${Math.max(4, left)}px`;
  tip.style.top = `${Math.max(4, top)}px`;
}

export function tellDocument(index, count, { x, y }) {
  const row = documents[index];
  const when = row.date ? formatDate(row.date) : "";
  tip.replaceChildren(
    el("strong", {}, row.label),
    ...(row.title ? [el("span", {}, row.title)] : []),
    el("small", {}, [row.issuer, when, t("n-reports", { n: count })].filter(Boolean).join(" · ")),
  );
  place(x, y);
}

export function tellLink([one, other], weight, { x, y }) {
  tip.replaceChildren(
    el("strong", {}, `${documents[one].label} – ${documents[other].label}`),
    el("small", {}, t("link-note", { n: weight })),
  );
  place(x, y);
}

export function hush() {
  tip.hidden = true;
}

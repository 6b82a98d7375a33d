// Says at first sight what the picture means, and offers three things to try on this graph; gone after the first use.

import { documents, reportYears } from "./data.js";
import { button, byId, el, iconButton } from "./dom.js";
import { t } from "./language.js";
import { togglePlay } from "./player.js";
import { layoutSummary, PART } from "./layout-summary.js";
import { sightSample } from "./sight-samples.js";
import { current, focusOn, isSet, subscribe } from "./state.js";

const card = byId("start");
const HARMLESS = new Set(["language", "theme", "layout", "center", "camera"]); // what changes leaves the card

/** Returns the link with the most reports in common: two documents and its weight; null without links. */
function strongest({ from, to, weight, length }) {
  let best = -1;
  for (let k = 0; k < length; k += 1) {
    if (best < 0 || weight[k] > weight[best]) {
      best = k;
    }
  }
  return best < 0 ? null : [from[best], to[best], weight[best]];
}

/** Returns a button that says in one line what it shows, and in a second one of what. */
function offer(title, what, onclick) {
  return button(el("span", {}, el("strong", {}, title), el("small", {}, what)), onclick, { class: "try" });
}

function offers({ links }) {
  const [first] = documents;
  const list = [first && offer(t("try-document"), first.label, () => focusOn("d", first.id))];
  const link = strongest(links);
  if (link) {
    const [one, other] = link.map((at) => documents[at]);
    const what = t("try-link-what", { one: one.label, other: other.label, n: link[2] });
    list.push(offer(t("try-link"), what, () => focusOn("e", one.id, other.id)));
  }
  if (reportYears) {
    const [from, to] = reportYears;
    list.push(offer(t("try-play"), t("try-play-what", { from: String(from), to: String(to) }), togglePlay));
  }
  return list.filter(Boolean);
}

function leave() {
  card.hidden = true;
}

/** Returns the parts of the line that says what the picture means, each with a drawn sample. */
function sights(arrangement) {
  const parts = layoutSummary(current(), arrangement).split(PART);
  return parts.map((part, at) => el("li", {}, sightSample(current().layout, at), el("span", {}, part)));
}

function fill(shown, arrangement) {
  card.replaceChildren(
    el("ul", { class: "plain sights" }, ...sights(arrangement)),
    el("div", { class: "tries" }, ...offers(shown)),
    iconButton("close", t("close"), leave),
  );
}

/**
 * Shows the card, unless an address opened a certain view.
 * @param {import("./derive.js").Shown} shown what is shown at first
 * @param {import("./layouts.js").Arrangement} arrangement
 */
export function showCard(shown, arrangement) {
  card.hidden =
    !documents.length || Object.keys(current()).some((field) => !HARMLESS.has(field) && isSet(current(), field));
  fill(shown, arrangement);
}

/**
 * Hides the card after the first change, and translates it.
 * @param {() => [import("./derive.js").Shown, import("./layouts.js").Arrangement]} get what is shown
 */
export function startCard(get) {
  subscribe((_, changed) => {
    if (["language", "layout", "theme"].some((field) => changed.has(field))) {
      fill(...get());
    }
    if ([...changed].some((field) => !HARMLESS.has(field))) {
      leave();
    }
  });
}

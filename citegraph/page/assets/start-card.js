// Says at first sight what the picture means, and offers three things to try on this graph; gone after the first use.

import { documents } from "./data.js";
import { button, byId, el, iconButton } from "./dom.js";
import { t } from "./language.js";
import { togglePlay } from "./player.js";
import { layoutSummary } from "./layout-summary.js";
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

function offers({ links }) {
  const [first] = documents;
  const list = [
    first && button(t("try-document", { label: first.label }), () => focusOn("d", first.id), { class: "try" }),
  ];
  const link = strongest(links);
  if (link) {
    const [one, other] = link.map((at) => documents[at]);
    list.push(
      button(t("try-link", { one: one.label, other: other.label, n: link[2] }), () => focusOn("e", one.id, other.id), {
        class: "try",
      }),
    );
  }
  list.push(button(t("play"), togglePlay, { class: "try" }));
  return list.filter(Boolean);
}

function leave() {
  card.hidden = true;
}

function fill(shown, arrangement) {
  card.replaceChildren(
    el("p", {}, layoutSummary(current(), arrangement)),
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
    if (changed.has("language") || changed.has("layout")) {
      fill(...get());
    }
    if ([...changed].some((field) => !HARMLESS.has(field))) {
      leave();
    }
  });
}

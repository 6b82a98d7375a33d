// Shows a short explanation of the page and its keyboard shortcuts.

import { byId, el, iconButton } from "./dom.js";
import { t } from "./language.js";

const box = byId("help");

const KEYS = [
  ["/", "key-search"],
  ["← ↑ → ↓", "key-travel"],
  ["Shift + ←", "key-pan"],
  ["+ −", "key-zoom"],
  ["F", "key-fit"],
  ["Enter", "key-open"],
  ["Esc", "key-escape"],
  ["Z", "key-undo"],
  ["1 2 3", "key-views"],
  ["M T C", "key-layouts"],
  ["P", "key-play"],
  ["?", "key-help"],
];

/** Opens the help. */
export function showHelp() {
  box.replaceChildren(
    iconButton("close", t("close"), () => box.close()),
    el("h2", { id: "help-title" }, t("help-title")),
    el("p", {}, t("help-what")),
    el("p", {}, t("help-click")),
    el("h3", {}, t("help-keys")),
    el("dl", {}, ...KEYS.flatMap(([key, text]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, t(text))])),
  );
  box.showModal();
}

/** Connects the help button. */
export function startHelp() {
  byId("help-toggle").addEventListener("click", showHelp);
}

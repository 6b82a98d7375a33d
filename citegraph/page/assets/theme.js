// Light or dark in, the colours a canvas needs out; style sheets know them by themselves.

import { byId } from "./dom.js";
import { adjust, current } from "./state.js";

const system = matchMedia("(prefers-color-scheme: dark)");

export function theme() {
  return current().theme || (system.matches ? "dark" : "light");
}

// The colours of the style sheet that drawing shares with it.
export function ink() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: value("ground"),
    text: value("text"),
    quiet: value("quiet"),
    line: value("link"),
    accent: value("accent"),
  };
}

export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

export function startTheme(onChange) {
  byId("theme").addEventListener("click", () => adjust({ theme: theme() === "dark" ? "light" : "dark" }));
  system.addEventListener("change", () => {
    applyTheme();
    onChange();
  });
}

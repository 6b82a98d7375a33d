// Applies the light or dark theme, and reads the colors that are drawn on a canvas.

import { byId } from "./dom.js";
import { adjust, current } from "./state.js";

/**
 * @typedef {{ground: string, text: string, quiet: string, line: string, rule: string, band: string, accent: string}} Palette
 *   colors of the style sheet
 */

const system = matchMedia("(prefers-color-scheme: dark)");

/** @returns {"light" | "dark"} the theme in use */
export function theme() {
  return current().theme || (system.matches ? "dark" : "light");
}

/** @returns {Palette} the colors of the current theme */
export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ground: value("ground"),
    text: value("text"),
    quiet: value("quiet"),
    line: value("link"),
    rule: value("rule"),
    band: value("band"),
    accent: value("accent"),
  };
}

/** Sets the theme on the root element. */
export function applyTheme() {
  document.documentElement.dataset.theme = theme();
}

/** @param {() => void} onChange called when the system switches its theme */
export function startTheme(onChange) {
  byId("theme").addEventListener("click", () => adjust({ theme: theme() === "dark" ? "light" : "dark" }));
  system.addEventListener("change", () => {
    applyTheme();
    onChange();
  });
}

// Shows the legend, whose entries switch their documents on and off.

import { categories, category, categoryColor, categoryName } from "./colors.js";
import { OPACITY } from "./confidence.js";
import { relations, documents } from "./data.js";
import { button, el, swatch, svg } from "./dom.js";
import { number, t } from "./language.js";
import { radiusOf } from "./positions.js";
import { current, go } from "./state.js";
import { theme } from "./theme.js";
import { widthOf } from "./link-classes.js";

const FIRST = 12; // categories shown until more are asked for
const SAMPLE = 52; // px of a sample of a link with its number
let expanded = false;

const MODES = ["community", "kind", "term", "year"];

function toggle(key, all) {
  const { hidden } = current();
  go({
    hidden: hidden.includes(key)
      ? hidden.filter((other) => other !== key)
      : [...hidden, key].filter((other) => all.includes(other)),
  });
}

function entry(mode, { key, count }, all) {
  const { hidden } = current();
  const name = categoryName(mode, key);
  const others = all.filter((other) => other !== key);
  const alone = others.length > 0 && others.every((other) => hidden.includes(other));
  return el(
    "li",
    {},
    el(
      "button",
      {
        type: "button",
        class: "entry",
        "data-key": key,
        "aria-pressed": String(!hidden.includes(key)),
        onclick: () => toggle(key, all),
      },
      swatch(categoryColor(mode, key, theme())),
      el("span", { class: "name" }, name),
      el("span", { class: "count" }, number(count)),
    ),
    button("◎", () => go({ hidden: alone ? [] : others }), {
      class: "only",
      "aria-pressed": String(alone),
      "aria-label": `${t("only")}: ${name}`,
      title: t("only"),
    }),
  );
}

/** Hides the entries after the first ones behind a button, which is returned; null if all are shown. */
function more(entries, count) {
  if (expanded || count <= FIRST + 1) {
    return null;
  }
  const rest = [...entries.children].slice(FIRST);
  for (const node of rest) {
    node.hidden = true;
  }
  const show = button(
    t("more", { n: rest.length }),
    () => {
      expanded = true;
      show.remove();
      for (const node of rest) {
        node.hidden = false;
      }
      rest[0].querySelector("button").focus();
    },
    { class: "more" },
  );
  return show;
}

function sizes(most) {
  const steps = [...new Set([1, Math.max(1, Math.round(most / 4)), most])];
  let x = 0;
  const marks = steps.flatMap((count) => {
    const r = radiusOf(count) * 0.5;
    x += r + 4;
    const middle = x;
    x += r + 4;
    const text = number(count);
    const label = svg("text", { x, y: 20 }, text);
    x += text.length * 7 + 10;
    return [svg("circle", { cx: middle, cy: 16, r }), label];
  });
  return svg(
    "svg",
    {
      class: "sizes",
      viewBox: `0 0 ${Math.max(x, 200)} 32`,
      width: Math.max(x, 200),
      height: 32,
      "aria-hidden": "true",
    },
    ...marks,
  );
}

/** Returns a sample of links: of one report, of several, of many, and of one that is not sure. */
function lines(most) {
  const samples = [1, 4, 10, 30].filter((count) => count <= most).map((count) => [count, 1]);
  samples.push([1, OPACITY[0]]);
  const marks = samples.flatMap(([count, opacity], at) => [
    svg("line", { x1: at * SAMPLE, x2: at * SAMPLE + 24, y1: 9, y2: 9, "stroke-width": widthOf(count) + 0.6, opacity }),
    svg("text", { x: at * SAMPLE + 28, y: 13 }, opacity < 1 ? "?" : number(count)),
  ]);
  const width = samples.length * SAMPLE - 10;
  const frame = { viewBox: `0 0 ${width} 18`, width, height: 18 };
  return svg("svg", { class: "sizes", ...frame, "aria-hidden": "true" }, ...marks);
}

function notes(scene) {
  const statuses = ["known", "learned", "minted"].filter((status) => documents.some((row) => row.status === status));
  const list = el("ul", { class: "plain notes" });
  for (const status of statuses) {
    list.append(el("li", {}, swatch("currentColor", status), t(`status-${status}`)));
  }
  for (const kind of new Set(relations.map((row) => row[2]))) {
    const arrow = svg(
      "svg",
      { class: `arrow ${kind}`, viewBox: "0 0 24 10", width: 24, height: 10, "aria-hidden": "true" },
      svg("path", { d: "M1 5h17", class: "shaft" }),
      svg("path", { d: "m23 5-7-3.5v7z" }),
    );
    list.append(el("li", {}, arrow, t(`${kind}-note`)));
  }
  const most = (values) => values.reduce((one, other) => Math.max(one, other), 1);
  return [
    el("p", { class: "note" }, t("size-note"), sizes(most(scene.shown.counts))),
    el("p", { class: "note" }, t("link-width-note"), lines(most(scene.shown.links.weight))),
    list,
  ];
}

/**
 * @param {import("./scene.js").Scene} scene
 * @returns {HTMLElement}
 */
export function legend(scene) {
  const mode = current().color;
  const list = categories(
    mode,
    (row) => scene.shown.passing[row.index] || current().hidden.includes(category(mode, row)),
  );
  const all = list.map(({ key }) => key);
  const entries = el("ul", { class: "plain" }, ...list.map((row) => entry(mode, row, all)));
  const choice = el(
    "select",
    { id: "color-by", onchange: (event) => go({ color: event.target.value, hidden: [] }) },
    ...MODES.map((one) => el("option", { value: one, selected: one === mode }, t(`color-${one}`))),
  );
  return el(
    "section",
    { class: "legend" },
    el("h2", {}, el("label", { for: "color-by" }, t("color-by")), choice),
    entries,
    more(entries, list.length),
    ...notes(scene),
  );
}

// Handles the export menu: saves a picture or table, copies the link, prints the page.

import { byId, el } from "./dom.js";
import { t } from "./language.js";
import { drawing, sheetShape, SLIDE } from "./svg-drawing.js";
import { tableCells } from "./table.js";
import { toCsv } from "./text.js";
import { readPalette } from "./theme.js";

const PNG_SCALE = 2; // px of the PNG per px of the drawing
const DOWNLOAD_TIME = 10_000; // ms until the download has certainly begun

const name = () =>
  document.title
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60) || "citegraph";

function save(blob, ending) {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: `${name()}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(href), DOWNLOAD_TIME);
}

function svgBlob(scene, shape) {
  return new Blob([drawing(scene, readPalette(), document.title, shape)], { type: "image/svg+xml" });
}

async function toPng(blob) {
  const href = URL.createObjectURL(blob);
  const image = new Image();
  image.src = href;
  await image.decode();
  const canvas = el("canvas", { width: image.naturalWidth * PNG_SCALE, height: image.naturalHeight * PNG_SCALE });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(href);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function copyLink(notify) {
  try {
    await navigator.clipboard.writeText(location.href);
    notify(t("link-copied"));
  } catch {
    notify(t("link-in-address")); // some browsers forbid a local file to use the clipboard
  }
}

/**
 * @param {() => import("./scene.js").Scene} getScene
 * @param {(text: string) => void} notify shows a short message
 */
export function startExport(getScene, notify) {
  const toggle = byId("export-toggle");
  const menu = byId("export");
  const open = (on) => {
    menu.hidden = !on;
    toggle.setAttribute("aria-expanded", String(on));
  };
  const forms = {
    svg: () => save(svgBlob(getScene()), "svg"),
    png: async () => save(await toPng(svgBlob(getScene())), "png"),
    slide: async () => save(await toPng(svgBlob(getScene(), SLIDE)), "png"),
    sheet: async () => save(await toPng(svgBlob(getScene(), sheetShape(getScene()))), "png"),
    csv: () => save(new Blob([toCsv(tableCells(getScene()))], { type: "text/csv" }), "csv"),
    link: () => copyLink(notify),
    print: () => print(),
  };
  toggle.addEventListener("click", () => open(menu.hidden));
  for (const item of menu.querySelectorAll("[data-export]")) {
    item.addEventListener("click", () => {
      open(false);
      toggle.focus();
      forms[item.dataset.export]();
    });
  }
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      open(false);
      toggle.focus();
    }
  });
  addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".menu")) {
      open(false);
    }
  });
  // Print the graph as an SVG drawing, in the light colors of the print style.
  addEventListener("beforeprint", () => {
    const parsed = new DOMParser().parseFromString(drawing(getScene(), readPalette(), document.title), "image/svg+xml");
    byId("print").replaceChildren(document.importNode(parsed.documentElement, true));
  });
  addEventListener("afterprint", () => byId("print").replaceChildren());
}

// A press in the export menu in, a file, a link or a printed page out.

import { byId, el } from "./dom.js";
import { t } from "./language.js";
import { drawing } from "./drawing.js";
import { tableCells } from "./table.js";
import { toCsv } from "./text.js";
import { ink } from "./theme.js";

const SHARP = 2; // px of a PNG a px of the drawing
const HOLD = 10_000; // ms that a download may take to begin

const name = () =>
  document.title
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60) || "citegraph";

function save(blob, ending) {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: `${name()}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(href), HOLD);
}

function svgBlob(picture) {
  return new Blob([drawing(picture, ink(), document.title)], { type: "image/svg+xml" });
}

async function toPng(blob) {
  const href = URL.createObjectURL(blob);
  const image = new Image();
  image.src = href;
  await image.decode();
  const canvas = el("canvas", { width: image.naturalWidth * SHARP, height: image.naturalHeight * SHARP });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(href);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function copyLink(tell) {
  try {
    await navigator.clipboard.writeText(location.href);
    tell(t("link-copied"));
  } catch {
    tell(t("link-in-address")); // a page opened from a file may not use the clipboard everywhere
  }
}

export function startExport(getPicture, tell) {
  const toggle = byId("export-toggle");
  const menu = byId("export");
  const open = (on) => {
    menu.hidden = !on;
    toggle.setAttribute("aria-expanded", String(on));
  };
  const forms = {
    svg: () => save(svgBlob(getPicture()), "svg"),
    png: async () => save(await toPng(svgBlob(getPicture())), "png"),
    csv: () => save(new Blob([toCsv(tableCells(getPicture()))], { type: "text/csv" }), "csv"),
    link: () => copyLink(tell),
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
  // On paper the graph is a drawing, sharp at any size, in the light colours of the style for print.
  addEventListener("beforeprint", () => {
    const parsed = new DOMParser().parseFromString(drawing(getPicture(), ink(), document.title), "image/svg+xml");
    byId("print").replaceChildren(document.importNode(parsed.documentElement, true));
  });
  addEventListener("afterprint", () => byId("print").replaceChildren());
}

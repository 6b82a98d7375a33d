// Lets a picture of documents be moved and enlarged, and shows the links of the document that is pointed at.

const STEP = 1.2;
const LEAST = 0.3;
const MOST = 6;

function start(stage) {
  const svg = stage.querySelector("svg");
  const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const view = { x: left, y: top, scale: 1 };
  let held = null;

  const draw = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${width / view.scale} ${height / view.scale}`);
  const zoom = (factor, x = 0.5, y = 0.5) => {
    const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor));
    view.x += x * width * (1 / view.scale - 1 / scale);
    view.y += y * height * (1 / view.scale - 1 / scale);
    view.scale = scale;
    draw();
  };

  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) {
        return; // the page scrolls; with Ctrl the picture is enlarged
      }
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      zoom(
        event.deltaY < 0 ? STEP : 1 / STEP,
        (event.clientX - box.left) / box.width,
        (event.clientY - box.top) / box.height,
      );
    },
    { passive: false },
  );
  svg.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) {
      return;
    }
    const per = width / view.scale / svg.getBoundingClientRect().width;
    const [right, down] = [event.clientX - held.x, event.clientY - held.y];
    if (held.moved || Math.hypot(right, down) > 4) {
      view.x -= right * per;
      view.y -= down * per;
      held = { x: event.clientX, y: event.clientY, moved: true };
      draw();
    }
  });
  addEventListener("pointerup", () => setTimeout(() => (held = null)));
  svg.addEventListener("click", (event) => held?.moved && event.preventDefault(), true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  stage.addEventListener("keydown", (event) => {
    const factor = { "+": STEP, "=": STEP, "-": 1 / STEP }[event.key];
    if (factor) {
      zoom(factor);
    }
  });

  const mark = (id) => {
    for (const line of svg.querySelectorAll("line")) {
      line.classList.toggle("lit", id !== null && line.dataset.ends.split(" ").includes(id));
    }
    svg.classList.toggle("pointing", id !== null);
  };
  for (const dot of svg.querySelectorAll(".dot")) {
    for (const event of ["pointerenter", "focus"]) {
      dot.addEventListener(event, () => mark(dot.dataset.id));
    }
    for (const event of ["pointerleave", "blur"]) {
      dot.addEventListener(event, () => mark(null));
    }
  }
}

for (const stage of document.querySelectorAll("[data-stage]")) {
  start(stage);
}

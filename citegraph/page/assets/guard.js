// Shows a banner with any script error, because a broken page must not look like an empty one.
(() => {
  "use strict";
  const show = (message) => {
    document.getElementById("failure-text").textContent = String(message);
    document.getElementById("failure").hidden = false;
  };
  addEventListener("error", (event) => show(event.message));
  addEventListener("unhandledrejection", (event) => show(event.reason));
})();

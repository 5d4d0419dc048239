// Keeps the parts of a page that change up to date: the server says that something has changed, the
// page is fetched again and its parts named data-live take the place of the old ones. Without this
// script a link refreshes the page.
"use strict";
(() => {
  const source = document.querySelector("[data-live-stream]");
  if (!source || !window.EventSource) return;
  const REST_MS = 4000;
  let seen = source.dataset.liveSeen;
  let wanted = seen;
  let timer = 0;
  let last = 0;

  const marked = (name, root) => root.querySelector(`[data-live="${name}"]`);
  const isInUse = (part) => part.contains(document.activeElement);

  // What was opened stays open.
  function replace(old, fresh) {
    const opened = [...old.querySelectorAll("details")].map((one) => one.open);
    fresh.querySelectorAll("details").forEach((one, at) => { one.open = opened[at] ?? one.open; });
    old.replaceWith(fresh);
  }

  async function refresh() {
    timer = 0;
    last = Date.now();
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    let isWhole = true;
    for (const old of document.querySelectorAll("[data-live]")) {
      const fresh = marked(old.dataset.live, page);
      if (!fresh) continue;
      if (isInUse(old)) {
        isWhole = false;
        old.addEventListener("focusout", () => later(500), { once: true });
      } else {
        replace(old, document.importNode(fresh, true));
      }
    }
    if (isWhole) seen = marked(source.dataset.live, document).dataset.liveSeen;
  }

  function later(ms) {
    if (!timer) timer = setTimeout(() => refresh().catch(() => {}), ms);
  }

  const stream = new EventSource(source.dataset.liveStream);
  stream.addEventListener("open", () => {
    document.querySelectorAll("[data-live-on]").forEach((one) => { one.hidden = false; });
    document.querySelectorAll("[data-live-off]").forEach((one) => { one.hidden = true; });
  });
  stream.addEventListener("changed", (event) => {
    wanted = event.data;
    if (wanted !== seen) later(Math.max(0, last + REST_MS - Date.now()));
  });
  addEventListener("pagehide", () => stream.close());
})();

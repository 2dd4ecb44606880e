// Follows the course while its author works on it: whenever something changed, a page that would be another is loaded
// again, where the reader was. A page that nobody sees keeps no connection, of which a browser has six for all.
(() => {
  "use strict";
  const events = new URL("/events", document.currentScript.src);
  const shown = document.documentElement.getAttribute("data-version");
  if (!shown) return; // what was answered to a form stays until the reader goes on
  let source = null;
  let asking = false;
  let again = false;
  let left = 0;

  async function look() {
    again = asking;
    if (asking) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
      const isOther = answer.headers.get("ETag") !== `"${shown}"`;
      if (isOther && Date.now() - left > 2000) location.reload();
    } catch {
      // the preview has ended, or is beginning again: the next event says so
    }
    asking = false;
    if (again) look();
  }

  function follow() {
    if (document.visibilityState === "hidden") {
      if (source) source.close();
      source = null;
    } else if (!source) {
      source = new EventSource(events);
      source.addEventListener("open", look);
      source.addEventListener("changed", look);
    }
  }

  addEventListener("beforeunload", () => {
    left = Date.now(); // somebody is on their way to another page, which loading this one again would stop
  });
  document.addEventListener("visibilitychange", follow);
  follow();
})();

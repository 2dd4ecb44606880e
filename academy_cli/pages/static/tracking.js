// Tells the page around this one what was read and answered; alone, it does nothing but open links elsewhere anew.
(() => {
  "use strict";
  const source = document.currentScript.getAttribute("src");
  const depth = source.split("../").length;
  const root = location.pathname.split("/").slice(0, -depth).join("/");
  const addressOf = (path) => decodeURIComponent(path.slice(root.length + 1));
  const address = addressOf(location.pathname);
  const around = window.parent === window ? null : window.parent;
  const tell = (what) => around?.postMessage({ academy: 1, address, ...what }, "*"); // to say so is no secret

  for (const link of document.querySelectorAll("a[href]")) {
    if (/^https?:/i.test(link.getAttribute("href"))) link.setAttribute("target", "_blank");
  }
  if (!around) return;

  tell({ kind: "opened" });
  document.addEventListener("academy-quiz", (event) => tell({ kind: "quiz", ...event.detail }));
  window.addEventListener("message", ({ source: from, data }) => {
    if (from !== around || data?.academy !== 1) return;
    if (data.record) document.dispatchEvent(new CustomEvent("academy-record", { detail: data.record }));
    const done = new Set(data.done);
    for (const link of document.querySelectorAll(".outline a[href], .list a[href]")) {
      link.classList.toggle("is-done", done.has(addressOf(new URL(link.href).pathname)));
    }
  });

  const end = document.createElement("div");
  document.querySelector("main article")?.append(end);
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    tell({ kind: "read" });
  }).observe(end);
})();

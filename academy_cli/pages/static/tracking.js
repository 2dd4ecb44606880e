// Tells the page around this one what was read and answered; alone, it does nothing but open links elsewhere anew.
(() => {
  "use strict";
  const source = document.currentScript.getAttribute("src");
  const depth = source.split("../").length;
  const address = location.pathname.split("/").slice(-depth).map(decodeURIComponent).join("/");
  const around = window.parent === window ? null : window.parent;
  const tell = (what) => around?.postMessage({ academy: 1, address, ...what }, "*"); // to say so is no secret

  for (const link of document.querySelectorAll("a[href]")) {
    if (/^https?:/i.test(link.getAttribute("href"))) link.setAttribute("target", "_blank");
  }
  if (!around) return;

  tell({ kind: "opened" });
  document.addEventListener("academy-quiz", (event) => tell({ kind: "quiz", ...event.detail }));
  window.addEventListener("message", ({ source: from, data }) => {
    if (from !== around || data?.academy !== 1 || data.kind !== "record") return;
    document.dispatchEvent(new CustomEvent("academy-record", { detail: data }));
  });

  const end = document.createElement("div");
  document.querySelector("main article")?.append(end);
  new IntersectionObserver((seen, observer) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    tell({ kind: "read" });
  }).observe(end);
})();

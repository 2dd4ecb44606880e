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

  // -- answers, by the places that choices have on the page: what is right is not told ----------------
  const PLACES = "abcdefghijklmnopqrstuvwxyz0123456789", LEFTS = "123456789abcdefghijklmnopqrstuvwxyz0";
  const at = (key, every, signs = PLACES) => signs[every.indexOf(key)] ?? "";
  const choices = (key) => [...document.getElementsByName(`q.${key}`)].map((one) => one.value);

  function number(text, unit) {
    const found = globalThis.academyQuizzes.typed(text, unit);
    return found ? String(Number(found.n) / 10 ** found.e) : text;
  }

  // The kind of SCORM, and the parts of an answer; of pairs each part has two.
  function response({ kind, key, unit, right, shown }, answer) {
    const given = answer ?? [];
    switch (kind) {
      case "single":
      case "multiple": {
        const every = choices(key);
        return ["choice", [given].flat().map((one) => [at(one, every)])];
      }
      case "true-false":
        return ["true-false", answer === null ? [] : [[String(answer)]]];
      case "numeric":
        return ["numeric", answer === null ? [] : [[number(answer, unit)]]];
      case "short":
        return ["fill-in", answer === null ? [] : [[answer]]];
      case "ordering":
        return ["sequencing", given.map((one) => [at(one, shown)])];
      default: {
        const lefts = Object.keys(right);
        const rights = [...(document.getElementsByName(`q.${key}.${lefts[0]}`)[0]?.options ?? [])].map((one) => one.value);
        const pairs = Object.entries(given).map(([left, one]) => [at(left, lefts, LEFTS), at(one, rights.filter(Boolean))]);
        return ["matching", pairs];
      }
    }
  }

  function answered({ question, answer, isRight }) {
    const [type, parts] = response(question, answer);
    const isWhole = parts.every((one) => one.every(Boolean));
    return { key: question.key, type, parts: isWhole ? parts : [], points: question.points, isRight };
  }

  tell({ kind: "opened" });
  document.addEventListener("academy-quiz", ({ detail }) => {
    tell({ kind: "quiz", ...detail, answers: detail.answers.map(answered) });
  });
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

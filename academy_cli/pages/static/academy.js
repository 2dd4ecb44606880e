// What pages do beyond being read: the theme switch, a menu that closes, videos on request, and the outline where the
// reader is.
(() => {
  "use strict";
  const root = document.documentElement;

  const button = document.querySelector("header.bar button.theme");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const now = root.getAttribute("data-theme") || dark;
      const wanted = now === "dark" ? "light" : "dark";
      root.setAttribute("data-theme", wanted);
      try {
        localStorage.setItem("academy-theme", wanted);
      } catch {
        // as above: the choice lasts as long as the page
      }
    });
  }

  const menu = document.querySelector("header.bar details.menu");
  if (menu) {
    const close = (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    };
    document.addEventListener("click", close);
    document.addEventListener("focusin", close);
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  for (const card of document.querySelectorAll("main figure.embed[data-embed]")) {
    const link = card.querySelector("a");
    const address = card.getAttribute("data-embed");
    if (!link || !address.startsWith("https://")) continue;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.setAttribute("src", address);
      frame.setAttribute("title", link.textContent);
      frame.setAttribute("allow", "fullscreen; encrypted-media; picture-in-picture");
      frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-presentation");
      frame.setAttribute("referrerpolicy", "strict-origin-when-cross-origin");
      card.replaceChildren(frame);
      frame.focus();
    });
  }

  const outline = document.querySelector("nav.outline");
  const here = outline && outline.querySelector("[aria-current=page]");
  if (here && outline.scrollHeight > outline.clientHeight) {
    const place = here.getBoundingClientRect().top - outline.getBoundingClientRect().top;
    outline.scrollTop += place - outline.clientHeight / 3;
  }
})();

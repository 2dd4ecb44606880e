// Sets the theme that somebody chose before anything is drawn; without a choice the system's holds.
(() => {
  "use strict";
  let chosen = null;
  try {
    chosen = localStorage.getItem("academy-theme");
  } catch {
    // storage may be forbidden; then a choice lasts as long as its page
  }
  if (chosen === "dark" || chosen === "light") {
    document.documentElement.setAttribute("data-theme", chosen);
  }
})();

// Wide tables scroll by themselves: by the keyboard, too. The theme wraps them when the page is there.
function reachable() {
  for (const one of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) one.tabIndex = 0;
}
new MutationObserver(reachable).observe(document.body, { childList: true, subtree: true });
reachable();

"""The page for addresses that are no file: it leads who scanned a code to the certificate's own page.

A signed code is an address of many letters, for which there is no file on a plain web server; what it is of
stands in it. Servers of static files show ``404.html`` for it.
"""

from __future__ import annotations

from academy_cli.certificates.credential.code import CHECKS, SYMBOLS
from academy_cli.certificates.credential.didkey import NAME_BYTES

_SCRIPT = """
const found = location.pathname.match(/^(.*)\\/Q\\/([A-Z2-7]{40,})$/i);
if (found) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", symbols = "%(symbols)s", checks = "%(checks)s";
  let bits = 0n, many = 0, bytes = [];
  for (const letter of found[2].toUpperCase().slice(0, 32)) {
    bits = bits << 5n | BigInt(letters.indexOf(letter)); many += 5;
    if (many >= 8) { many -= 8; bytes.push(Number(bits >> BigInt(many) & 255n)); }
  }
  let number = 0n;
  for (const one of bytes.slice(%(begin)d, %(end)d)) number = number << 8n | BigInt(one);
  let code = checks[Number(number %% 37n)];
  for (let rest = number, place = 0; place < 15; place++, rest >>= 5n)
    code = symbols[Number(rest & 31n)] + code;
  const shown = code.match(/.{4}/g).join("-");
  const before = location.origin + found[1].replace(/^\\/+/, "/");
  location.replace(before + "/certificates/" + encodeURIComponent(shown) + "/");
}
"""
_BEGIN = 1 + NAME_BYTES
LOST = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>No such page</title>
<style>:root{{color-scheme:light dark}}
body{{max-width:36rem;margin:15vh auto;padding:0 1.5rem;font:17px/1.55 Georgia,serif}}</style></head>
<body><main><h1>There is no such page.</h1>
<p>A certificate is found by its code, as in <code>certificates/K7QM-29XD-4HTR-0B8N/</code>.</p></main>
<script>{_SCRIPT % {"symbols": SYMBOLS, "checks": CHECKS, "begin": _BEGIN, "end": _BEGIN + 10}}</script>
</body></html>
"""
"""The page."""

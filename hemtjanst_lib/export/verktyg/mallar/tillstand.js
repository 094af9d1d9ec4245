// What is shown, kept in the address (#...) so that a link leads back to the same view; and lists kept by the browser.
var DATA = JSON.parse(document.getElementById("data").textContent);
var FARG = JSON.parse(document.getElementById("farger").textContent);
var AREN = Object.keys(DATA.matt).map(Number).sort();
var EGEN = DATA.egen, NAMN = DATA.kommuner[EGEN][1];
var RAD = {};
DATA.kommuner.forEach(function (k, i) { RAD[k[0]] = i; });
var VYER = [["styrkor", "Styrkor och svagheter"], ["detalj", "Jämför i detalj"], ["ar", "Utveckling över åren"],
  ["kommuner", "Jämför kommuner"], ["prio", "Prioritera"], ["vikter", "Pröva andra vikter"], ["om", "Källor och förklaringar"]];
var GRANNE = ["riket", "lan", "grupp", "storlek", "liknande", "urval"];
var T = {};

var raknade = {};
function ar(y) {
  if (!raknade[y]) { raknade[y] = resultat(grund(DATA.matt[y])); }
  return raknade[y];
}
function nu() { return ar(DATA.ar); }
function lasAdress() {
  var given = {};
  location.hash.replace(/^#/, "").split("&").forEach(function (pair) {
    var at = pair.indexOf("=");
    if (at > 0) { try { given[pair.slice(0, at)] = decodeURIComponent(pair.slice(at + 1)); } catch (fault) { /* not ours */ } }
  });
  var koder = (given.urval || "").split(",").filter(function (kod) { return kod in RAD; });
  T = {
    vy: VYER.some(function (v) { return v[0] === given.vy; }) ? given.vy : "styrkor",
    jmf: GRANNE.indexOf(given.jmf) >= 0 ? given.jmf : "riket",
    urval: koder.filter(function (kod, i) { return koder.indexOf(kod) === i; }),
    matt: matt(given.matt) ? given.matt : "index",
    oppna: (given.oppna || "").split(",").filter(Boolean),
    allt: given.allt === "1",
    vikter: lasVikter(given.vikter || "")
  };
}
function lasVikter(text) {
  var own = {}, known = nu().modell.omraden.map(function (o) { return o[0]; });
  text.split(",").forEach(function (pair) {
    var parts = pair.split(":"), x = Number(parts[1]);
    if (known.indexOf(parts[0]) >= 0 && x > 0 && x <= 100) { own[parts[0]] = x; }
  });
  return own;
}
function adress() {
  var parts = ["vy=" + T.vy];
  if (T.jmf !== "riket") { parts.push("jmf=" + T.jmf); }
  if (T.urval.length) { parts.push("urval=" + T.urval.join(",")); }
  if (T.matt !== "index") { parts.push("matt=" + T.matt); }
  if (T.oppna.length) { parts.push("oppna=" + T.oppna.join(",")); }
  if (T.allt) { parts.push("allt=1"); }
  var changed = Object.keys(T.vikter);
  if (changed.length) { parts.push("vikter=" + changed.map(function (k) { return k + ":" + T.vikter[k]; }).join(",")); }
  return "#" + parts.join("&");
}
// "index", "delindex.information", "omrade.trygghet", "indikator.bu_trygghet" to level, place and name in a year's model.
function matt(id, year) {
  var m = ar(year || DATA.ar).modell, parts = (id || "").split(".");
  if (id === "index") { return { niva: "index", j: 0, namn: "Hemtjänstindex" }; }
  var table = { delindex: m.delindex, omrade: m.omraden, indikator: m.indikatorer }[parts[0]];
  var j = table ? table.findIndex(function (row) { return row[0] === parts[1]; }) : -1;
  return j < 0 ? null : { niva: parts[0], j: j, namn: table[j][2] };
}
function storlek(i) { return DATA.storlekar.granser.filter(function (x) { return DATA.kommuner[i][4] > x; }).length; }
// The group that the kommun is set against: its name in running text and its rows (null: the whole country).
function grannar(jmf) {
  var k = DATA.kommuner, own = k[EGEN], i = alla(k.length);
  function like(at) { return i.filter(function (x) { return k[x][at] === own[at]; }); }
  switch (jmf || T.jmf) {
    case "lan": return { namn: DATA.lan[own[2]], rader: like(2) };
    case "grupp": return { namn: "gruppen " + litenForsta(DATA.grupper[own[3]]), rader: like(3) };
    case "storlek": return { namn: "kommuner med " + DATA.storlekar.namn[storlek(EGEN)],
      rader: i.filter(function (x) { return storlek(x) === storlek(EGEN); }) };
    case "liknande": return { namn: "liknande kommuner", rader: DATA.liknande };
    case "urval": return { namn: "det egna urvalet", rader: T.urval.map(function (kod) { return RAD[kod]; }) };
    default: return { namn: "alla kommuner", rader: null };
  }
}
// The group in words, with why it cannot be used when it holds fewer than two others or one kommun's result alone.
function jamforelse() {
  var g = grannar(), r = nu();
  var rader = g.rader && g.rader.filter(function (i) { return finns(r.total[i]); });
  var andra = rader ? rader.filter(function (i) { return i !== EGEN; }).length : 1;
  g.ord = g.rader ? "genomsnittet för " + g.namn : "rikssnittet";
  g.antal = rader ? rader.length : r.antal;
  g.tom = andra < 1;
  g.rader = rader;
  return g;
}

var NYCKEL = "hemtjanstindex.listor", minne = {}, lagras = true;
function listor() {
  try { return JSON.parse(localStorage.getItem(NYCKEL) || "{}"); } catch (fault) { lagras = false; return minne; }
}
function sparaListor(all) {
  minne = all;
  try { localStorage.setItem(NYCKEL, JSON.stringify(all)); } catch (fault) { lagras = false; }
}

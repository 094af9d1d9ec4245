// Many kommuner beside each other: the län, the SKR group, similar ones, or any that the reader chooses and keeps.
VY.kommuner = function () {
  var r = nu(), g = jamforelse(), mt = matt(T.matt), values = matvarden(r, mt.niva, mt.j);
  var rows = (g.rader || alla(DATA.kommuner.length)).slice();
  if (rows.indexOf(EGEN) < 0) { rows.push(EGEN); }
  rows = rows.filter(function (i) { return DATA.matt[DATA.ar].varde[i]; }).sort(function (a, b) {
    return (finns(values[b]) ? values[b] : -1) - (finns(values[a]) ? values[a] : -1) || ALFABET.compare(DATA.kommuner[a][1], DATA.kommuner[b][1]);
  });
  var medel = g.tom ? NaN : referens(r, mt.niva, mt.j, g.rader), places = platser(values), inner = platser(rows.map(function (i) { return values[i]; }));
  var shown = rows.filter(function (i) { return finns(values[i]); }), many = shown.length > 60, at = shown.indexOf(EGEN);
  if (many) { shown = shown.slice(Math.max(0, at - 10), at + 11); }
  var plats = inner[rows.indexOf(EGEN)], titel = plats ? mt.namn + ": " + NAMN + " har plats " + plats + " av " + inner.filter(finns).length : mt.namn;
  var prior = DATA.matt[DATA.ar - 1] && matt(T.matt, DATA.ar - 1), cut = brott(T.matt).indexOf(DATA.ar) >= 0;
  var old = prior && !cut ? matvarden(ar(DATA.ar - 1), prior.niva, prior.j) : null;
  var t = { titel: mt.namn + " " + DATA.ar, egna: [rows.indexOf(EGEN)], rubrik: 1,
    kolumner: [{ namn: "Plats i jämförelsen", tal: true }, { namn: "Kommun" }, { namn: "Kod" }, { namn: "Plats i riket", tal: true }, { namn: "Poäng", tal: true }, { namn: "Mot " + NAMN, tal: true }, { namn: "Sedan " + (DATA.ar - 1), tal: true }].concat(r.modell.delindex.map(function (d) { return { namn: d[2], tal: true }; })),
    rader: rows.map(function (i, n) {
      var k = DATA.kommuner[i];
      return [inner[n] ? { html: String(inner[n]), x: inner[n] } : ".", k[1], k[0], places[i] ? { html: String(places[i]), x: places[i] } : ".", tomt(values[i], i, mt), siffra(i === EGEN ? NaN : values[i] - values[EGEN], skillnad), siffra(old ? values[i] - old[i] : NaN, skillnad)]
        .concat(r.delindex[i].map(function (x) { return siffra(x); }));
    }) };
  return (T.jmf === "urval" ? valj() : "<p>Vill du välja kommuner själv? Välj <a href=\"" + lank({ jmf: "urval" }) + "\">Eget urval</a> som jämförelse.</p>") +
    "<div class=\"val\">" + mattval("matt-kommuner") + "</div>" + (g.tom && T.jmf !== "urval" ? tomGrupp(g) : "") +
    figur("fig-kommuner", titel, "Stapeldiagram. " + titel + ". " + NAMN + " " + tal(values[EGEN]) + " poäng" + (finns(medel) ? ", " + g.ord + " " + tal(medel) : "") + "." + (shown.length ? " Högst av dem som visas: " + DATA.kommuner[shown[0]][1] + " " + tal(values[shown[0]]) + "." : ""),
      poangstaplar(shown.map(function (i) { return { namn: DATA.kommuner[i][1], poang: values[i], egen: i === EGEN }; }), medel, bredd()), t, rows.length <= 60) +
    (many ? "<p class=\"not\">Diagrammet visar de tio närmast över och under " + esc(NAMN) + ". Tabellen har alla " + rows.length + " kommuner.</p>" : "");
};
function tomt(x, i, mt) {
  if (finns(x) || mt.niva !== "indikator") { return siffra(x); }
  var sign = DATA.tecken[DATA.matt[DATA.ar].varde[i][mt.j]] || ".";
  return { html: sign, text: sign };
}
// The search stays in the page while the rest is drawn anew; see app.js.
function valj() {
  var all = listor(), names = Object.keys(all).sort(ALFABET.compare);
  return "<section class=\"urval\" aria-labelledby=\"urval-rubrik\"><h3 id=\"urval-rubrik\">Eget urval</h3>" +
    "<p><label for=\"sok\">Sök kommun på namn eller kod</label><input id=\"sok\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" value=\"" + esc(sokt) + "\"></p>" +
    "<div id=\"traffar\">" + traffar() + "</div>" +
    "<h4>Valda: " + T.urval.length + "</h4>" + (T.urval.length ? "<ul class=\"valda\">" + T.urval.map(function (kod) {
      return "<li><button type=\"button\" id=\"bort-" + kod + "\" data-gor=\"bort\" data-kod=\"" + kod + "\">" + esc(DATA.kommuner[RAD[kod]][1]) + " <span aria-hidden=\"true\">×</span><span class=\"dold\"> ta bort</span></button></li>";
    }).join("") + "</ul>" : "<p>Ingen kommun är vald än.</p>") +
    "<p class=\"rad\">" + (DATA.liknande.length ? "<button type=\"button\" id=\"ta-liknande\" data-gor=\"ta-liknande\">Lägg till liknande kommuner</button> " : "") +
    (T.urval.length ? "<button type=\"button\" id=\"tom\" data-gor=\"tom\">Töm urvalet</button>" : "") + "</p>" +
    "<p class=\"rad\"><label for=\"listnamn\">Spara som lista</label><input id=\"listnamn\" maxlength=\"60\" autocomplete=\"off\"><button type=\"button\" id=\"spara\" data-gor=\"spara\">Spara</button></p>" +
    (names.length ? "<p class=\"rad\"><label for=\"listan\">Sparade listor</label><select id=\"listan\">" + names.map(function (n) { return "<option value=\"" + esc(n) + "\">" + esc(n) + " (" + all[n].length + ")</option>"; }).join("") +
      "</select><button type=\"button\" id=\"oppna\" data-gor=\"oppna\">Öppna</button><button type=\"button\" id=\"radera\" data-gor=\"radera\">Ta bort</button></p>" : "") +
    (lagras ? "<p class=\"not\">Listorna sparas bara i den här webbläsaren. Länken till vyn bär också med sig urvalet.</p>" :
      "<p class=\"not\">Webbläsaren tillåter inte att listor sparas: de försvinner när sidan stängs. Kopiera länken till vyn i stället, den bär med sig urvalet.</p>") + "</section>";
}
var sokt = "";
function sokning() {
  var words = vik(sokt).split(/\s+/).filter(Boolean);
  if (!words.length) { return []; }
  return alla(DATA.kommuner.length).filter(function (i) {
    var k = DATA.kommuner[i], text = vik(k[0] + " " + k[1] + " " + DATA.lan[k[2]]);
    return i !== EGEN && words.every(function (word) { return text.indexOf(word) >= 0; });
  }).sort(function (a, b) {
    var first = vik(sokt), x = DATA.kommuner[a][1], y = DATA.kommuner[b][1];
    return (vik(y).indexOf(first) === 0) - (vik(x).indexOf(first) === 0) || ALFABET.compare(x, y);
  });
}
function traffar() {
  var hits = sokning(), most = 30;
  if (!sokt.trim()) { return ""; }
  if (!hits.length) { return "<p>Ingen kommun heter så.</p>"; }
  return "<fieldset><legend>" + antal(hits.length, "träff", "träffar") + (hits.length > most ? ", de första " + most + " visas" : "") + "</legend>" + hits.slice(0, most).map(function (i) {
    var k = DATA.kommuner[i];
    return "<label class=\"kryss\"><input type=\"checkbox\" data-gor=\"valj\" id=\"valj-" + k[0] + "\" value=\"" + k[0] + "\"" + (T.urval.indexOf(k[0]) >= 0 ? " checked" : "") + "> " + esc(k[1]) + " <span class=\"kod\">" + k[0] + "</span></label>";
  }).join("") + "</fieldset>";
}

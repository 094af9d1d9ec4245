// The kommun against a reference: strengths and weaknesses, every level in detail, earlier years.
var VY = {};
function avstand(r, g, niva) {
  var m = r.modell, table = { delindex: m.delindex, omrade: m.omraden, indikator: m.indikatorer }[niva];
  return table.map(function (part, j) {
    var medel = referens(r, niva, j, g.rader), poang = matvarden(r, niva, j)[EGEN];
    return { niva: niva, j: j, kod: part[0], namn: part[2], poang: poang, medel: medel, gap: poang - medel, vikt: andelVikt(r, niva, j) };
  });
}
function tomGrupp(g) {
  var text = T.jmf === "urval" ? "Det egna urvalet är tomt. Välj kommuner under <a href=\"" + lank({ vy: "kommuner" }) + "\">Jämför kommuner</a>." :
    T.jmf === "liknande" ? "Det finns inga uppgifter om vilka kommuner som liknar " + esc(NAMN) + ". Välj en annan jämförelse." :
      "Det finns ingen annan kommun att jämföra med i " + esc(g.namn) + ". Välj en annan jämförelse.";
  return "<p class=\"ruta\">" + text + "</p>";
}
function lank(change) {
  var kept = T, html;
  T = Object.assign({}, T, change);
  html = adress();
  T = kept;
  return html;
}
function sammandrag(g) {
  var r = nu(), own = r.total[EGEN], gap = own - referens(r, "index", 0, g.rader);
  var last = DATA.matt[DATA.ar - 1] && ar(DATA.ar - 1), same = DATA.matt[DATA.ar].jamforbar.grad !== "nej";
  var before = last && same && finns(last.total[EGEN]) ? last.total[EGEN] : NaN;
  return "<dl class=\"tal-rad\"><div><dt>Hemtjänstindex " + DATA.ar + "</dt><dd>" + tal(own) + "</dd></div>" +
    "<div><dt>Resultat</dt><dd>" + esc(r.klass[EGEN]) + "</dd></div>" +
    "<div><dt>Placering</dt><dd>" + r.plats[EGEN] + " <span>av " + r.antal + "</span></dd></div>" +
    "<div><dt>Mot " + esc(g.ord) + "</dt><dd>" + (g.tom ? "." : skillnad(gap)) + "</dd></div>" +
    (finns(before) ? "<div><dt>Sedan " + (DATA.ar - 1) + "</dt><dd>" + skillnad(own - before) + "</dd></div>" : "") + "</dl>";
}
function gaptabell(titel, rows, g) {
  return { titel: titel, kolumner: [{ namn: "Indikator" }, { namn: "Område" }, { namn: NAMN + ", poäng", tal: true }, { namn: storForsta(g.ord) + ", poäng", tal: true }, { namn: "Skillnad", tal: true }],
    rader: rows.map(function (x) {
      return [forklara("indikator", x.kod, x.namn), nu().modell.omraden[nu().modell.indikatorer[x.j][6]][2], siffra(x.poang), siffra(x.medel), siffra(x.gap, skillnad)];
    }) };
}
VY.styrkor = function () {
  var r = nu(), g = jamforelse();
  if (g.tom) { return tomGrupp(g); }
  var all = avstand(r, g, "indikator").filter(function (x) { return finns(x.gap); }).sort(function (a, b) { return b.gap - a.gap; });
  var over = all.filter(function (x) { return x.gap > DATA.nara; }), under = all.filter(function (x) { return x.gap < -DATA.nara; }).reverse();
  var most = T.allt ? 999 : 10;
  function part(id, rows, ord, tomt) {
    if (!rows.length) { return "<p class=\"ruta\">" + tomt + "</p>"; }
    var shown = rows.slice(0, most), titel = ord + ": " + (rows.length > most ? "de " + most + " största av " + rows.length : antal(rows.length, "indikator", "indikatorer"));
    var alt = "Stapeldiagram. " + titel + ". Längst från " + g.ord + ": " + shown.slice(0, 3).map(function (x) { return x.namn + " " + skillnad(x.gap); }).join("; ") + ".";
    return figur(id, titel, alt, staplar(shown, bredd()), gaptabell(titel + " (poäng mot " + g.ord + ")", shown, g));
  }
  return "<p class=\"ingress\">" + esc(NAMN) + " ligger över " + esc(g.ord) + " i " + over.length + " och under i " + under.length + " av " + antal(all.length, "indikator", "indikatorer") +
    " med svar. Skillnader på högst " + tal(DATA.nara, 0) + " poäng räknas som nära.</p>" +
    (over.length > 10 || under.length > 10 ? "<p><label class=\"kryss\"><input type=\"checkbox\" id=\"allt\" data-gor=\"allt\"" + (T.allt ? " checked" : "") + "> Visa alla indikatorer</label></p>" : "") +
    part("fig-styrkor", over, "Styrkor", "Ingen indikator ligger tydligt över " + esc(g.ord) + ".") +
    part("fig-svagheter", under, "Svagheter", "Ingen indikator ligger tydligt under " + esc(g.ord) + ".") + saknasLista();
};
function saknasLista() {
  var m = nu().modell, rows = m.indikatorer.map(function (i, j) { return [i, status(j)]; }).filter(function (x) { return x[1]; });
  if (!rows.length) { return "<p>" + esc(NAMN) + " har svar i alla indikatorer.</p>"; }
  return "<h3>Svar som saknas</h3>" + figur("fig-saknas", antal(rows.length, "indikator", "indikatorer") + " utan svar", "", "", {
    titel: "Indikatorer utan svar " + DATA.ar,
    kolumner: [{ namn: "Indikator" }, { namn: "Källa" }, { namn: "Tecken" }, { namn: "I indexet" }],
    rader: rows.map(function (x) {
      return [forklara("indikator", x[0][0], x[0][2]), DATA.matt[DATA.ar].kallor[x[0][3]][0], DATA.tecken[x[1]], DATA.regler[m.saknas[x[0][3]][STATUS[x[1]]]]];
    }) }, true) + tecken_text();
}
function tecken_text() {
  return "<dl class=\"tecken\">" + DATA.betydelse.map(function (b) { return "<div><dt>" + esc(b[0]) + "</dt><dd>" + esc(b[1].replace(/ Vad det gör.*/, "")) + "</dd></div>"; }).join("") + "</dl>";
}
VY.detalj = function () {
  var r = nu(), g = jamforelse(), m = r.modell;
  if (g.tom) { return tomGrupp(g); }
  var d = avstand(r, g, "delindex"), o = avstand(r, g, "omrade"), i = avstand(r, g, "indikator"), rows = [], flat = [];
  function oppen(kod) { return T.oppna.indexOf(kod) >= 0; }
  function row(x, depth, parent, value) {
    var kids = depth < 2, id = x.niva + "." + x.kod, open = oppen(id), x_status = depth === 2 ? status(x.j) : "";
    flat.push([["Delindex", "Kvalitetsområde", "Indikator"][depth], x.namn, siffra(x.poang), siffra(x.medel), siffra(x.gap, skillnad), siffra(x.vikt * 100)]);
    if (depth && !oppen(parent)) { return; }
    rows.push("<tr class=\"niva" + depth + "\"><th scope=\"row\">" +
      (kids ? "<button type=\"button\" class=\"fall\" id=\"fall-" + esc(id.replace(".", "-")) + "\" aria-expanded=\"" + open + "\" data-gor=\"fall\" data-matt=\"" + esc(id) + "\"><span class=\"dold\">" + (open ? "Dölj" : "Visa") + " delarna i " + esc(x.namn) + "</span></button> " : "") +
      forklara(x.niva, x.kod, (depth === 1 ? m.omraden[x.j][1] + " " : "") + x.namn).html + "</th><td class=\"tal\">" + (value || "") + "</td><td class=\"tal\">" +
      (finns(x.poang) ? tal(x.poang) : esc(DATA.tecken[x_status] || ".")) + "</td><td class=\"tal\">" + tal(x.medel) + "</td><td class=\"tal " + (x.gap > 0 ? "over" : x.gap < 0 ? "under" : "") + "\">" +
      (finns(x.gap) ? skillnad(x.gap) : ".") + "</td><td class=\"tal\">" + tal(x.vikt * 100) + "\u00a0%</td></tr>");
  }
  d.forEach(function (dx) {
    row(dx, 0);
    o.filter(function (x) { return m.omraden[x.j][4] === dx.j; }).forEach(function (ox) {
      row(ox, 1, "delindex." + dx.kod);
      if (!oppen("delindex." + dx.kod)) { i.filter(function (x) { return m.indikatorer[x.j][6] === ox.j; }).forEach(function (ix) { row(ix, 2, "!"); }); return; }
      i.filter(function (x) { return m.indikatorer[x.j][6] === ox.j; }).forEach(function (ix) {
        row(ix, 2, "omrade." + ox.kod, varde(DATA.matt[DATA.ar].varde[EGEN][ix.j], m.indikatorer[ix.j][4]));
      });
    });
  });
  var titel = NAMN + " mot " + g.ord + ", alla nivåer";
  UT["tab-detalj"] = { titel: titel, svg: "", tabell: { titel: titel, kolumner: [{ namn: "Nivå" }, { namn: "Namn" }, { namn: NAMN, tal: true }, { namn: storForsta(g.ord), tal: true }, { namn: "Skillnad", tal: true }, { namn: "Vikt, procent", tal: true }], rader: flat } };
  var sorted = o.filter(function (x) { return finns(x.gap); }).sort(function (a, b) { return b.gap - a.gap; }), best = sorted[0], worst = sorted[sorted.length - 1];
  var bildtitel = best.gap > 0 ? "Längst över " + g.ord + ": " + best.namn : "Inget område ligger över " + g.ord;
  var every = ["delindex", "omrade"].every(function (niva) { return (niva === "delindex" ? d : o).every(function (x) { return oppen(niva + "." + x.kod); }); });
  return figur("fig-omraden", bildtitel, "Stapeldiagram över kvalitetsområdenas avstånd till " + g.ord + ". Högst: " + best.namn + " " + skillnad(best.gap) + ". Lägst: " + worst.namn + " " + skillnad(worst.gap) + ".",
    staplar(sorted, bredd()), { titel: "Kvalitetsområden mot " + g.ord, kolumner: [{ namn: "Kvalitetsområde" }, { namn: NAMN, tal: true }, { namn: storForsta(g.ord), tal: true }, { namn: "Skillnad", tal: true }],
      rader: sorted.map(function (x) { return [forklara("omrade", x.kod, x.namn), siffra(x.poang), siffra(x.medel), siffra(x.gap, skillnad)]; }) }) +
    "<h3>Från delindex till indikator</h3><p>Fäll ut en rad för att se delarna. Välj ett namn för definition, källa och skala.</p>" +
    "<p class=\"hamta\"><button type=\"button\" id=\"fall-alla\" data-gor=\"fall-alla\" data-allt=\"" + (every ? "" : "1") + "\">" + (every ? "Fäll ihop alla" : "Fäll ut alla") + "</button> " + knapp("csv", "tab-detalj", "Tabell (CSV)", titel) + "</p>" +
    "<div class=\"rullbar\" tabindex=\"0\" role=\"group\" aria-label=\"" + esc(titel) + ", tabell\"><table class=\"trad\"><caption><span class=\"tabelltitel\">" + esc(titel) + "</span></caption><thead><tr><th scope=\"col\">Namn</th><th scope=\"col\" class=\"tal\">Värde</th><th scope=\"col\" class=\"tal\">" + esc(NAMN) +
    ", poäng</th><th scope=\"col\" class=\"tal\">" + storForsta(esc(g.ord)) + "</th><th scope=\"col\" class=\"tal\">Skillnad</th><th scope=\"col\" class=\"tal\">Vikt</th></tr></thead><tbody>" + rows.join("") + "</tbody></table></div>" + tecken_text();
};
function mattval(id) {
  var m = nu().modell;
  function option(value, namn) { return "<option value=\"" + esc(value) + "\"" + (T.matt === value ? " selected" : "") + ">" + esc(namn) + "</option>"; }
  return "<div><label for=\"" + id + "\">Mått</label><select id=\"" + id + "\" data-gor=\"matt\">" + option("index", "Hemtjänstindex") +
    "<optgroup label=\"Delindex\">" + m.delindex.map(function (d) { return option("delindex." + d[0], d[2]); }).join("") + "</optgroup><optgroup label=\"Kvalitetsområden\">" +
    m.omraden.map(function (o) { return option("omrade." + o[0], o[1] + " " + o[2]); }).join("") + "</optgroup>" + m.omraden.map(function (o, k) {
      return "<optgroup label=\"Indikatorer i " + esc(o[1]) + "\">" + m.indikatorer.filter(function (i) { return i[6] === k; }).map(function (i) { return option("indikator." + i[0], i[2]); }).join("") + "</optgroup>";
    }).join("") + "</select></div>";
}
// Years that may not be compared with the year before, for one measure.
function brott(id) {
  var parts = id.split(".");
  return AREN.filter(function (y) {
    var j = DATA.matt[y].jamforbar;
    if (!DATA.matt[y - 1]) { return false; }
    if (parts[0] === "index") { return j.grad === "nej"; }
    if (parts[0] === "indikator") { return j.indikatorer.indexOf(parts[1]) < 0; }
    return (parts[0] === "delindex" ? j.delindex : j.omraden)[parts[1]] === "nej";
  });
}
VY.ar = function () {
  var g = jamforelse(), mt = matt(T.matt), breaks = brott(T.matt);
  if (g.tom) { return tomGrupp(g); }
  var rows = AREN.map(function (y) {
    var at = matt(T.matt, y), r = ar(y);
    if (!at) { return { ar: y, poang: NaN, medel: NaN }; }
    var values = matvarden(r, at.niva, at.j), places = platser(values);
    return { ar: y, poang: values[EGEN], medel: referens(r, at.niva, at.j, g.rader), plats: at.niva === "indikator" ? null : places[EGEN] };
  });
  var there = rows.filter(function (x) { return finns(x.poang); }), now = rows[rows.length - 1], before = rows[rows.length - 2];
  var moved = before && breaks.indexOf(now.ar) < 0 ? now.poang - before.poang : NaN;
  var titel = finns(moved) ? mt.namn + ": " + (Number(avrunda(moved, 1)) === 0 ? "oförändrat sedan " + before.ar : skillnad(moved) + " poäng sedan " + before.ar) : mt.namn + " år för år";
  var control = "<div class=\"val\">" + mattval("matt-ar") + "</div>";
  var notes = AREN.filter(function (y) { return DATA.matt[y - 1]; }).map(function (y) {
    var j = DATA.matt[y].jamforbar, cut = breaks.indexOf(y) >= 0;
    if (!cut && j.grad === "ja") { return ""; }
    return "<li>" + (y - 1) + " och " + y + ": " + (cut ? "<strong>brott</strong>, åren kan inte jämföras för det här måttet. " : "delvis jämförbara. ") + esc(j.text) + "</li>";
  }).join("");
  if (!there.length) { return control + "<p class=\"ruta\">Det finns inga resultat för måttet.</p>"; }
  return control + figur("fig-ar", titel, "Linjediagram. " + mt.namn + " för " + NAMN + ": " + there.map(function (x) { return x.ar + " " + tal(x.poang); }).join(", ") + ". " + storForsta(g.ord) + " " + DATA.ar + ": " + tal(now.medel) + "." + (breaks.length ? " Brott före " + lista(breaks.map(String)) + "." : ""),
    linjer(AREN, [{ varden: rows.map(function (x) { return x.poang; }), farg: FARG.egen }, { varden: rows.map(function (x) { return x.medel; }), farg: FARG.medel }], breaks, bredd()),
    { titel: mt.namn + " åren " + AREN[0] + "–" + AREN[AREN.length - 1], kolumner: [{ namn: "År" }, { namn: NAMN, tal: true }, { namn: storForsta(g.ord), tal: true }, { namn: "Skillnad", tal: true }, { namn: "Förändring", tal: true }, { namn: "Placering", tal: true }],
      rader: rows.map(function (x, n) {
        var cut = !n || breaks.indexOf(x.ar) >= 0;
        return [x.ar + (n && cut ? " (brott)" : ""), siffra(x.poang), siffra(x.medel), siffra(x.gap = x.poang - x.medel, skillnad), siffra(cut ? NaN : x.poang - rows[n - 1].poang, skillnad), x.plats ? { html: String(x.plats), x: x.plats } : "."];
      }) }, true) +
    "<p class=\"not\">Cirkel och heldragen linje: " + esc(NAMN) + ". Fyrkant och streckad linje: " + esc(g.ord) + ".</p>" + (notes ? "<h3>Vad som går att jämföra</h3><ul>" + notes + "</ul>" : "");
};

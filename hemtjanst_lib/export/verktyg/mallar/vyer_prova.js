// What to do first by the seniors' weight, and the index with other weights.
// The kommun's index if one område had other points; everything else as it is.
function indexMed(r, k, poang) {
  var m = r.modell, d = m.omraden[k][4], own = barn(m.omraden, 4), row = r.grund.omrade[EGEN].slice();
  row[k] = poang;
  var parts = r.delindex[EGEN].slice();
  parts[d] = vag(own[d].map(function (x) { return row[x]; }), own[d].map(function (x) { return r.vikter[x]; }), m.aggregering[1]);
  return vag(parts, own.map(function (list) { return list.reduce(function (a, x) { return a + r.vikter[x]; }, 0); }), m.aggregering[2]);
}
VY.prio = function () {
  var r = nu(), g = jamforelse(), m = r.modell;
  if (g.tom) { return tomGrupp(g); }
  var rows = avstand(r, g, "omrade").filter(function (x) { return finns(x.gap); });
  rows.forEach(function (x) {
    x.nummer = m.omraden[x.j][1];
    x.vinst = x.gap < 0 ? indexMed(r, x.j, x.medel) - r.total[EGEN] : 0;
    x.vikt = m.omraden[x.j][3];
  });
  rows.sort(function (a, b) { return b.vinst - a.vinst || b.vikt - a.vikt || b.gap - a.gap; });
  var first = rows.filter(function (x) { return x.vinst > 0; }), titel = first.length ? "Mest att vinna: " + first[0].namn : "Inget område ligger under " + g.ord;
  return "<p class=\"ingress\">Området prioriteras efter hur mycket seniorerna bryr sig om det (vikten) och hur långt under jämförelsen kommunen ligger. Tillsammans ger de vad indexet skulle vinna på att nå " + esc(g.ord) + ".</p>" +
    figur("fig-prio", titel, "Matris med " + rows.length + " kvalitetsområden: seniorernas vikt mot avståndet till " + g.ord + ". " + (first.length ? "Mest att vinna: " + first.slice(0, 3).map(function (x) { return x.namn + " " + skillnad(x.gap) + " poäng, vikt " + tal(x.vikt, 0); }).join("; ") + "." : titel + "."),
      matris(rows, bredd()), { titel: "Kvalitetsområden i prioritetsordning",
        kolumner: [{ namn: "Nummer" }, { namn: "Kvalitetsområde" }, { namn: "Seniorernas vikt", tal: true }, { namn: NAMN, tal: true }, { namn: storForsta(g.ord), tal: true }, { namn: "Skillnad", tal: true }, { namn: "Indexet skulle höjas med", tal: true }], rubrik: 1,
        rader: rows.map(function (x) {
          return [x.nummer, forklara("omrade", x.kod, x.namn), siffra(x.vikt, function (v) { return tal(v, Number.isInteger(v) ? 0 : 1); }), siffra(x.poang), siffra(x.medel), siffra(x.gap, skillnad), siffra(x.vinst, function (v) { return tal(v, 2); })];
        }) }, true) +
    "<p class=\"not\">Siffran i märket är områdets nummer i tabellen. Rund: över eller lika med jämförelsen. Fyrkantig: under. Märken som skulle täcka varandra är flyttade i höjdled.</p>";
};
function vikterNu() {
  return nu().modell.omraden.map(function (o) { return T.vikter[o[0]] || o[3]; });
}
VY.vikter = function () {
  var m = nu().modell;
  var parts = m.delindex.map(function (d, at) {
    return "<fieldset><legend>" + esc(d[2]) + "</legend>" + m.omraden.map(function (o, k) {
      if (o[4] !== at) { return ""; }
      var x = T.vikter[o[0]] || o[3], id = "vikt-" + o[0].replace(/_/g, "-");
      return "<div class=\"reglage\"><label for=\"" + id + "\">" + esc(o[1] + " " + o[2]) + "</label><input type=\"range\" id=\"" + id + "\" data-vikt=\"" + esc(o[0]) + "\" min=\"0.5\" max=\"" + Math.max(20, x) + "\" step=\"0.5\" value=\"" + x +
        "\" aria-valuetext=\"" + tal(x) + ", modellens vikt är " + tal(o[3]) + "\"><output for=\"" + id + "\">" + tal(x) + "</output></div>";
    }).join("") + "</fieldset>";
  }).join("");
  return "<p class=\"ingress\">Dra i reglagen och se hur indexet, placeringen och resultatet hade blivit om områdena hade vägt annorlunda. Alla kommuner räknas om på samma sätt som i det publicerade indexet. Det är vikternas förhållande till varandra som betyder något.</p>" +
    (DATA.antagna ? "<p class=\"not\">Vikterna i den här utgåvan är antagna och återstår att bekräfta.</p>" : "") +
    "<div id=\"utfall\">" + utfall() + "</div><p class=\"rad\"><button type=\"button\" id=\"atervikt\" data-gor=\"atervikt\">Återställ vikterna</button> <button type=\"button\" id=\"likavikt\" data-gor=\"likavikt\">Lika vikt för alla områden</button></p>" +
    "<div class=\"reglagen\">" + parts + "</div><div id=\"utfall-tabell\">" + utfallTabell() + "</div>";
};
function utfall() {
  var r = nu(), p = resultat(r.grund, vikterNu());
  function box(namn, now, before) { return "<div><dt>" + namn + "</dt><dd>" + now + " <span>publicerat: " + before + "</span></dd></div>"; }
  return "<dl class=\"tal-rad\">" + box("Hemtjänstindex", tal(p.total[EGEN]), tal(r.total[EGEN])) + box("Placering", p.plats[EGEN], r.plats[EGEN]) +
    box("Resultat", esc(p.klass[EGEN]), esc(r.klass[EGEN])) + box("Rikssnitt", tal(p.medel.index[0]), tal(r.medel.index[0])) + "</dl>";
}
function utfallTabell() {
  var r = nu(), p = resultat(r.grund, vikterNu()), order = alla(DATA.kommuner.length).filter(function (i) { return p.plats[i]; });
  order.sort(function (a, b) { return p.plats[a] - p.plats[b] || (DATA.kommuner[a][0] < DATA.kommuner[b][0] ? -1 : 1); });
  var at = order.indexOf(EGEN), near = order.slice(Math.max(0, at - 5), at + 6);
  return figur("tab-vikter", "Kommunerna närmast " + NAMN + " med de valda vikterna", "", "", { titel: "Närmast i listan med de valda vikterna", egna: [near.indexOf(EGEN)], rubrik: 2,
    kolumner: [{ namn: "Plats", tal: true }, { namn: "Publicerad plats", tal: true }, { namn: "Kommun" }, { namn: "Index", tal: true }, { namn: "Publicerat index", tal: true }, { namn: "Resultat" }],
    rader: near.map(function (i) { return [{ html: String(p.plats[i]), x: p.plats[i] }, { html: String(r.plats[i]), x: r.plats[i] }, DATA.kommuner[i][1], siffra(p.total[i]), siffra(r.total[i]), p.klass[i]]; }) }, true);
}
VY.om = function () {
  var m = nu().modell, k = DATA.matt[DATA.ar].kallor;
  return "<p class=\"ingress\">" + esc(DATA.namn) + " mäter hemtjänstens kvalitet ur seniorernas perspektiv: " + m.indikatorer.length + " indikatorer i " + m.omraden.length + " kvalitetsområden och " + m.delindex.length + " delindex. Alla poäng går från 0 till 100. Publicerat den " + esc(DATA.publicerad) + ", utgåva " + DATA.utgava + ".</p>" +
    "<ul><li><strong>Rikssnittet</strong> är det ovägda genomsnittet för kommunerna. För en indikator räknas de kommuner som har ett eget värde.</li><li><strong>En grupps genomsnitt</strong> räknas likadant över gruppens kommuner; " + esc(NAMN) + " ingår i länet, kommungruppen och storleksklassen.</li>" +
    "<li><strong>Placering</strong> och <strong>resultat</strong> bygger på oavrundade poäng. Kommuner med lika poäng delar plats.</li><li><strong>Liknande kommuner</strong> är de som RKA räknar som lika i äldreomsorg.</li></ul><h3>Tecken för svar som saknas</h3>" + tecken_text() +
    figur("fig-kallor", "Källorna", "", "", { titel: "Källor " + DATA.ar, kolumner: [{ namn: "Källa" }, { namn: "Kod" }, { namn: "Utgivare" }, { namn: "Insamling" }, { namn: "Hämtad" }],
      rader: Object.keys(k).map(function (id) { return [k[id][0], k[id][1], k[id][2], k[id][4] || k[id][3] || ".", k[id][5] || "."]; }) }, true) +
    figur("fig-indikatorer", "Alla indikatorer med definition", "", "", { titel: "Indikatorer " + DATA.ar, kolumner: [{ namn: "Indikator" }, { namn: "Mäter" }, { namn: "Mått" }, { namn: "Källa" }, { namn: NAMN }, { namn: "Vikt, procent", tal: true }],
      rader: m.indikatorer.map(function (i, j) { return [forklara("indikator", i[0], i[2]), i[1], i[4], k[i[3]][0], varde(DATA.matt[DATA.ar].varde[EGEN][j], i[4]), siffra(andelVikt(nu(), "indikator", j) * 100)]; }) }, false);
};

// Tables, figures, downloads and the box that explains a figure.
var UT = {}; // what can be downloaded from the view that is shown: figure id to { titel, svg, tabell }
function cell(column, value, tag) {
  var html = value && value.html !== undefined ? value.html : esc(value);
  return "<" + tag + (column.tal ? " class=\"tal\"" : "") + (tag === "th" ? " scope=\"row\"" : "") + ">" + html + "</" + tag + ">";
}
// A table: { titel, kolumner: [{ namn, tal }], rader: [[text | { html, text, x }]], egna: [row numbers] }.
function tabell(t) {
  var head = t.kolumner.map(function (k) { return "<th scope=\"col\"" + (k.tal ? " class=\"tal\"" : "") + ">" + esc(k.namn) + "</th>"; }).join("");
  var body = t.rader.map(function (row, i) {
    return "<tr" + ((t.egna || []).indexOf(i) >= 0 ? " class=\"egen\"" : "") + ">" + row.map(function (value, j) {
      return cell(t.kolumner[j], value, j === (t.rubrik || 0) ? "th" : "td");
    }).join("") + "</tr>";
  }).join("");
  return "<div class=\"rullbar\" tabindex=\"0\" role=\"group\" aria-label=\"" + esc(t.titel) + ", tabell\"><table><caption><span class=\"tabelltitel\">" + esc(t.titel) +
    "</span></caption><thead><tr>" + head + "</tr></thead><tbody>" + body + "</tbody></table></div>";
}
// A number that shows rounded and is downloaded in full.
function siffra(x, how) { return { html: esc((how || tal)(x)), x: x, text: (how || tal)(x) }; }
function lankad(html, text) { return { html: html, text: text }; }
function forklara(niva, kod, namn) {
  return lankad("<button type=\"button\" class=\"namn\" aria-haspopup=\"dialog\" data-gor=\"forklara\" data-matt=\"" + esc(niva + "." + kod) + "\">" + esc(namn) + "</button>", namn);
}
function figur(id, titel, alt, svg, t, open) {
  UT[id] = { titel: titel, svg: svg, tabell: t };
  return "<figure id=\"" + id + "\"><h3>" + esc(titel) + "</h3>" +
    (svg ? "<div class=\"bild\" role=\"img\" aria-label=\"" + esc(alt) + "\">" + svg + "</div>" : "") +
    (open ? tabell(t) : "<details><summary>Visa siffrorna i en tabell</summary>" + tabell(t) + "</details>") +
    "<p class=\"hamta\">" + (svg ? knapp("svg", id, "Bild (SVG)", titel) + knapp("png", id, "Bild (PNG)", titel) : "") +
    knapp("csv", id, "Tabell (CSV)", titel) + "</p></figure>";
}
function knapp(gor, id, text, titel) {
  return "<button type=\"button\" data-gor=\"" + gor + "\" data-fig=\"" + id + "\">Hämta " + litenForsta(text).replace("svg", "SVG").replace("png", "PNG").replace("csv", "CSV") + "<span class=\"dold\">: " + esc(titel) + "</span></button> ";
}
function csvcell(value) {
  var x = value && value.x !== undefined ? value.x : value;
  if (typeof x === "number") { return isFinite(x) ? String(jamn(x)).replace(".", ",") : "."; }
  var text = String(value && value.text !== undefined ? value.text : value);
  if (/^[=+@\t\r-]/.test(text) && text.length > 1) { text = "'" + text; }
  return /[";\n]/.test(text) ? "\"" + text.replace(/"/g, "\"\"") + "\"" : text;
}
// For Swedish Excel: byte order mark, semicolons, decimal comma. Invented figures say so on every row.
function csv(t) {
  var head = t.kolumner.map(function (k) { return csvcell(k.namn); });
  var rows = t.rader.map(function (row) { return row.map(csvcell); });
  if (DATA.exempeldata) { head.push("Anmärkning"); rows.forEach(function (row) { row.push("EXEMPELDATA – inte verkliga resultat"); }); }
  return "\ufeff" + [head].concat(rows).map(function (row) { return row.join(";"); }).join("\r\n") + "\r\n";
}
function kalltext() {
  return DATA.namn + ", utgåva " + DATA.utgava + ". " + NAMN + "." + (DATA.exempeldata ? " EXEMPELDATA – inte verkliga resultat." : "");
}
// The picture stands alone: with its title above and where it comes from below.
function helbild(ut) {
  var w = Number(/viewBox="0 0 ([\d.]+)/.exec(ut.svg)[1]), h = Number(/viewBox="0 0 [\d.]+ ([\d.]+)/.exec(ut.svg)[1]);
  var lines = rader(ut.titel, Math.floor(w / 8.6)), under = rader(kalltext(), Math.floor(w / 6.2)), up = lines.length * 20 + 22, down = under.length * 15 + 22;
  var inner = ut.svg.replace(/^<svg[^>]*>/, "").replace(/<\/svg>$/, "");
  return { w: w + 32, h: h + up + down, text: "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 " + (w + 32) + " " + (h + up + down) + "\" width=\"" + (w + 32) + "\" height=\"" + (h + up + down) + "\" " + FONT + " font-size=\"13\" fill=\"#1F2933\"><title>" + esc(ut.titel) +
    "</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>" + stycke(16, 28, lines, "font-size=\"16\" font-weight=\"600\"").replace(/dy="15"/g, "dy=\"20\"") +
    "<g transform=\"translate(16 " + up + ")\">" + inner + "</g>" + stycke(16, h + up + 20, under, "fill=\"#52606D\" font-size=\"12\"") + "</svg>" };
}
function filnamn(titel, ending) {
  var mark = DATA.exempeldata ? "_exempeldata" : "";
  return DATA.kommuner[EGEN][0] + "_" + vik(NAMN).replace(/[^a-z0-9]+/g, "_") + "_" + DATA.ar + "_" + vik(titel).replace(/[^a-z0-9]+/g, "_").slice(0, 60) + mark + "." + ending;
}
function hamta(blob, name) {
  var link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.appendChild(link);
  link.click();
  link.remove();
  setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  sag("Filen " + name + " är hämtad.");
}
function somPng(ut, done) {
  var bild = helbild(ut), img = new Image(), canvas = document.createElement("canvas");
  img.onload = function () {
    canvas.width = bild.w * 2;
    canvas.height = bild.h * 2;
    canvas.getContext("2d").drawImage(img, 0, 0, canvas.width, canvas.height);
    canvas.toBlob(done, "image/png");
  };
  img.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(bild.text);
}
function ladda(gor, id) {
  var ut = UT[id];
  if (gor === "csv") { hamta(new Blob([csv(ut.tabell)], { type: "text/csv;charset=utf-8" }), filnamn(ut.titel, "csv")); }
  if (gor === "svg") { hamta(new Blob([helbild(ut).text], { type: "image/svg+xml" }), filnamn(ut.titel, "svg")); }
  if (gor === "png") { somPng(ut, function (blob) { hamta(blob, filnamn(ut.titel, "png")); }); }
}
var tyst;
function sag(text) {
  clearTimeout(tyst);
  tyst = setTimeout(function () { document.getElementById("besked").textContent = text; }, 60);
}
function status(j) {
  var x = DATA.matt[DATA.ar].varde[EGEN] && DATA.matt[DATA.ar].varde[EGEN][j];
  return typeof x === "string" ? x : "";
}
function varde(x, enhet) {
  if (!finns(x)) { return DATA.tecken[x] || "."; }
  if (enhet === "ja eller nej") { return x === 1 ? "ja" : x === 0 ? "nej" : tal(x, 2); }
  return tal(x, Number.isInteger(x) ? 0 : 1) + (/^procent/.test(enhet) ? "\u00a0%" : "");
}
// What a measure is: definition, unit, weight, source, and what it means that it is missing.
function forklaring(id) {
  var mt = matt(id), r = nu(), m = r.modell, rows = [], own = matvarden(r, mt.niva, mt.j)[EGEN];
  var share = tal(andelVikt(r, mt.niva, mt.j) * 100) + "\u00a0%";
  if (mt.niva === "indikator") {
    var i = m.indikatorer[mt.j], k = DATA.matt[DATA.ar].kallor[i[3]], x = DATA.matt[DATA.ar].varde[EGEN][mt.j], o = m.omraden[i[6]];
    rows.push(["Mäter", i[1]], ["Mått", storForsta(i[4])], [NAMN, varde(x, i[4]) + (finns(own) ? ", ger " + tal(own) + " poäng" : "")]);
    if (typeof x === "string") {
      rows.push(["Tecknet " + DATA.tecken[x], DATA.betydelse.find(function (b) { return b[0] === DATA.tecken[x]; })[1].replace(/ Vad det gör.*/, "")]);
      rows.push(["I indexet", "Det saknade svaret " + DATA.regler[m.saknas[i[3]][STATUS[x]]] + "."]);
    }
    rows.push(["Rikssnitt", tal(referens(r, mt.niva, mt.j)) + " poäng"]);
    rows.push(["Skala", skala(i)], ["Vikt i indexet", share], ["Kvalitetsområde", o[1] + " " + o[2]]);
    rows.push(["Källa", k[0] + " (" + k[1] + "), " + k[2] + ". " + (k[4] || k[3]) + (k[5] ? ". Hämtad " + k[5] : "")]);
  } else {
    var inner = mt.niva === "omrade" ? m.indikatorer.filter(function (p) { return p[6] === mt.j; }) : mt.niva === "delindex" ?
      m.omraden.filter(function (p) { return p[4] === mt.j; }) : m.delindex;
    rows.push([NAMN, tal(own) + " poäng"], ["Rikssnitt", tal(referens(r, mt.niva, mt.j)) + " poäng"], ["Vikt i indexet", share]);
    rows.push(["Vägs samman av", inner.map(function (p) { return p[2]; }).join("; ")]);
  }
  return "<h2 id=\"forklaring-rubrik\">" + esc(mt.namn) + "</h2><dl>" + rows.map(function (row) {
    return "<div><dt>" + esc(row[0]) + "</dt><dd>" + esc(row[1]) + "</dd></div>";
  }).join("") + "</dl><button type=\"button\" data-gor=\"stang\">Stäng</button>";
}
function skala(i) {
  var enhet = i[4];
  return i[7].map(function (x, n) { return varde(x, enhet) + " ger " + tal(i[8][n], 0); }).join(", ") + " poäng" + (i[7].length === 2 && enhet !== "ja eller nej" ? ", jämnt däremellan" : "");
}

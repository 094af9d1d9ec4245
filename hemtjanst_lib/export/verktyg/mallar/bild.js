// Charts as SVG, drawn for the width there is. Each says in text what colour says; the same figures stand in a table.
var FONT = "font-family=\"'Source Sans 3', Arial, Helvetica, sans-serif\"";
function bredd() {
  var box = document.getElementById("vy");
  return Math.max(260, Math.min(1180, (box ? box.clientWidth : 900)));
}
function rader(text, most) {
  var lines = [""];
  text.split(" ").forEach(function (word) {
    var last = lines[lines.length - 1];
    if (last && (last + " " + word).length > most) { lines.push(word); } else { lines[lines.length - 1] = last ? last + " " + word : word; }
  });
  if (lines.length > 3) { lines = lines.slice(0, 3); lines[2] += " …"; }
  return lines;
}
function stycke(x, y, lines, more) {
  return "<text x=\"" + x + "\" y=\"" + y + "\" " + (more || "") + ">" + lines.map(function (line, n) {
    return "<tspan x=\"" + x + "\" dy=\"" + (n ? 15 : 0) + "\">" + esc(line) + "</tspan>";
  }).join("") + "</text>";
}
function ram(w, h, content) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + w + " " + h + "\" width=\"" + w + "\" height=\"" + h +
    "\" aria-hidden=\"true\" focusable=\"false\" " + FONT + " font-size=\"13\" fill=\"#1F2933\">" + content + "</svg>";
}
function tecken(gap) { return gap > 0 ? FARG.over : gap < 0 ? FARG.under : FARG.medel; }
// Differences from a reference: bars to either side of a zero line, each with its signed number.
function staplar(rows, w) {
  var narrow = w < 620, left = narrow ? 0 : Math.round(w * 0.4), most = narrow ? Math.floor(w / 7.6) : Math.floor((left - 8) / 7.7);
  var reach = Math.max.apply(null, rows.map(function (r) { return Math.abs(r.gap); }).concat([5]));
  var low = rows.some(function (r) { return r.gap < 0; }) ? reach : 0, high = rows.some(function (r) { return r.gap > 0; }) ? reach : 0;
  var before = low ? 50 : 2, scale = (w - left - before - (high ? 50 : 2)) / (low + high || 1), zero = left + before + low * scale, y = 6, parts = [];
  rows.forEach(function (r) {
    var lines = rader(r.namn, most), text = lines.length * 15, bar = 18;
    var top = narrow ? y + text + 4 : y + Math.max(0, (text - bar) / 2), length = Math.max(Math.abs(r.gap) * scale, 1.5);
    parts.push(narrow ? stycke(0, y + 12, lines) : stycke(left - 8, y + Math.max(0, (bar - text) / 2) + 12, lines, "text-anchor=\"end\""));
    parts.push("<rect x=\"" + (r.gap < 0 ? zero - length : zero).toFixed(1) + "\" y=\"" + top + "\" width=\"" + length.toFixed(1) +
      "\" height=\"" + bar + "\" fill=\"" + tecken(r.gap) + "\"/>");
    parts.push("<text x=\"" + (r.gap < 0 ? zero - length - 6 : zero + length + 6).toFixed(1) + "\" y=\"" + (top + 14) + "\" text-anchor=\"" +
      (r.gap < 0 ? "end" : "start") + "\" font-weight=\"600\" fill=\"" + (tecken(r.gap) === FARG.medel ? "#1F2933" : tecken(r.gap)) + "\">" + skillnad(r.gap) + "</text>");
    if (narrow) { parts.push("<line x1=\"" + zero.toFixed(1) + "\" x2=\"" + zero.toFixed(1) + "\" y1=\"" + (top - 2) + "\" y2=\"" + (top + bar + 2) + "\" stroke=\"#52606D\"/>"); }
    y = narrow ? top + bar + 12 : y + Math.max(text, bar) + 10;
  });
  if (!narrow) { parts.push("<line x1=\"" + zero.toFixed(1) + "\" x2=\"" + zero.toFixed(1) + "\" y1=\"0\" y2=\"" + y + "\" stroke=\"#52606D\"/>"); }
  return ram(w, y + 4, parts.join(""));
}
// Points of kommuner from 0 to 100, the own one dark and marked, with the reference as a line.
function poangstaplar(rows, medel, w) {
  var left = Math.min(190, Math.round(w * 0.38)), room = w - left - 56, y = 24, parts = [], x = left + medel / 100 * room;
  rows.forEach(function (r) {
    var length = Math.max(r.poang / 100 * room, 1);
    parts.push("<text x=\"" + (left - 8) + "\" y=\"" + (y + 14) + "\" text-anchor=\"end\"" + (r.egen ? " font-weight=\"700\"" : "") + ">" +
      (r.egen ? "▸ " : "") + esc(r.namn) + "</text>");
    parts.push("<rect x=\"" + left + "\" y=\"" + y + "\" width=\"" + length.toFixed(1) + "\" height=\"18\" fill=\"" + (r.egen ? FARG.egen : FARG.medel) + "\"/>");
    parts.push("<text x=\"" + (left + Math.max(length, x > left + length && x < left + length + 44 ? x - left : 0) + 6).toFixed(1) + "\" y=\"" + (y + 14) + "\"" + (r.egen ? " font-weight=\"700\"" : "") + ">" + tal(r.poang) + "</text>");
    y += 25;
  });
  if (finns(medel)) {
    parts.push("<line x1=\"" + x.toFixed(1) + "\" x2=\"" + x.toFixed(1) + "\" y1=\"18\" y2=\"" + y + "\" stroke=\"#1F2933\" stroke-dasharray=\"4 3\"/>");
    parts.push("<text x=\"" + x.toFixed(1) + "\" y=\"13\" text-anchor=\"" + (x > w - 80 ? "end" : "middle") + "\">Medel " + tal(medel) + "</text>");
  }
  return ram(w, y + 4, parts.join(""));
}
// Years side by side; the lines are cut where the years may not be compared.
function linjer(years, series, breaks, w) {
  var h = 320, left = 44, right = 56, top = 36, bottom = 40;
  var all = [].concat.apply([], series.map(function (s) { return s.varden.filter(finns); }));
  var low = Math.max(0, Math.floor((Math.min.apply(null, all) - 6) / 10) * 10), high = Math.min(100, Math.ceil((Math.max.apply(null, all) + 6) / 10) * 10);
  function px(i) { return left + 24 + (w - left - right - 48) * (years.length < 2 ? 0.5 : i / (years.length - 1)); }
  function py(v) { return top + (h - top - bottom) * (1 - (v - low) / (high - low || 1)); }
  var parts = [], step = high - low > 50 ? 20 : 10;
  for (var v = low; v <= high; v += step) {
    parts.push("<line x1=\"" + left + "\" x2=\"" + (w - right) + "\" y1=\"" + py(v) + "\" y2=\"" + py(v) + "\" stroke=\"#DDE2E6\"/><text x=\"" + (left - 8) + "\" y=\"" + (py(v) + 4) + "\" text-anchor=\"end\" fill=\"#52606D\">" + v + "</text>");
  }
  years.forEach(function (year, i) {
    parts.push("<text x=\"" + px(i) + "\" y=\"" + (h - 14) + "\" text-anchor=\"middle\" font-weight=\"600\">" + year + "</text>");
    if (i && breaks.indexOf(year) >= 0) {
      var x = (px(i - 1) + px(i)) / 2;
      parts.push("<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + (top - 8) + "\" y2=\"" + (h - bottom) + "\" stroke=\"#52606D\" stroke-dasharray=\"2 4\" stroke-width=\"2\"/><text x=\"" + x + "\" y=\"" + (top - 16) + "\" text-anchor=\"middle\" fill=\"#52606D\">brott</text>");
    }
  });
  series.forEach(function (s, n) {
    var other = series[1 - n];
    s.varden.forEach(function (value, i) {
      if (!finns(value)) { return; }
      if (i && finns(s.varden[i - 1]) && breaks.indexOf(years[i]) < 0) {
        parts.push("<line x1=\"" + px(i - 1) + "\" y1=\"" + py(s.varden[i - 1]) + "\" x2=\"" + px(i) + "\" y2=\"" + py(value) + "\" stroke=\"" + s.farg + "\" stroke-width=\"3\"" + (n ? " stroke-dasharray=\"7 5\"" : "") + "/>");
      }
      var over = !other || !finns(other.varden[i]) || value > other.varden[i] || (value === other.varden[i] && !n);
      parts.push(n ? "<rect x=\"" + (px(i) - 5) + "\" y=\"" + (py(value) - 5) + "\" width=\"10\" height=\"10\" fill=\"" + s.farg + "\"/>" :
        "<circle cx=\"" + px(i) + "\" cy=\"" + py(value) + "\" r=\"6\" fill=\"" + s.farg + "\"/>");
      parts.push("<text x=\"" + px(i) + "\" y=\"" + (py(value) + (over ? -11 : 22)) + "\" text-anchor=\"middle\" font-weight=\"600\" fill=\"" + (n ? "#52606D" : s.farg) + "\">" + tal(value) + "</text>");
    });
  });
  return ram(w, h, parts.join(""));
}
// Seniors' weight against distance: each område a mark with its number, round above the reference, square below.
function matris(rows, w) {
  var h = Math.round(Math.max(360, Math.min(520, w * 0.62))), left = 46, right = 16, top = 34, bottom = 54;
  var reach = Math.max.apply(null, rows.map(function (r) { return Math.abs(r.gap); }).concat([10])) * 1.08;
  var weights = rows.map(function (r) { return r.vikt; }), high = Math.max.apply(null, weights) * 1.15;
  function px(x) { return left + (w - left - right) * (x + reach) / (2 * reach); }
  function py(v) { return top + (h - top - bottom) * (1 - v / high); }
  var middle = rows.reduce(function (a, r) { return a + r.vikt; }, 0) / rows.length;
  var parts = ["<rect x=\"" + left + "\" y=\"" + top + "\" width=\"" + (px(0) - left) + "\" height=\"" + (py(middle) - top) + "\" fill=\"" + FARG.under + "\" fill-opacity=\"0.07\"/>"];
  parts.push("<line x1=\"" + px(0) + "\" x2=\"" + px(0) + "\" y1=\"" + top + "\" y2=\"" + (h - bottom) + "\" stroke=\"#52606D\"/>");
  parts.push("<line x1=\"" + left + "\" x2=\"" + (w - right) + "\" y1=\"" + py(middle) + "\" y2=\"" + py(middle) + "\" stroke=\"#52606D\" stroke-dasharray=\"4 4\"/>");
  parts.push("<line x1=\"" + left + "\" x2=\"" + (w - right) + "\" y1=\"" + (h - bottom) + "\" y2=\"" + (h - bottom) + "\" stroke=\"#52606D\"/>");
  parts.push("<text x=\"" + (left + 4) + "\" y=\"" + (top - 10) + "\" font-weight=\"600\" fill=\"" + FARG.under + "\">" + (w < 520 ? "Gör först" : "Viktigt och under: gör först") + "</text>");
  parts.push("<text x=\"" + (w - right) + "\" y=\"" + (top - 10) + "\" font-weight=\"600\" text-anchor=\"end\" fill=\"" + FARG.over + "\">" + (w < 520 ? "Behåll" : "Viktigt och över: behåll") + "</text>");
  var tick = [2, 5, 10, 20, 25, 50].find(function (x) { return reach / x <= 4; }) || 50;
  alla(2 * Math.floor(reach / tick) + 1).forEach(function (n) {
    var x = (n - Math.floor(reach / tick)) * tick;
    parts.push("<text x=\"" + px(x) + "\" y=\"" + (h - bottom + 18) + "\" text-anchor=\"middle\" fill=\"#52606D\">" + skillnad(x, 0) + "</text>");
  });
  parts.push("<text x=\"" + (left + (w - left - right) / 2) + "\" y=\"" + (h - 12) + "\" text-anchor=\"middle\">Poäng under eller över jämförelsen</text>");
  parts.push("<text transform=\"translate(14 " + (h / 2) + ") rotate(-90)\" text-anchor=\"middle\">Seniorernas vikt</text>");
  var seen = [], size = w < 520 ? 10 : 13;
  rows.slice().sort(function (a, b) { return a.gap - b.gap; }).forEach(function (r) {
    var x = px(r.gap), y = py(r.vikt), n = 0;
    function taken(at) { return seen.some(function (s) { return Math.abs(s[0] - x) < 2 * size + 1 && Math.abs(s[1] - at) < 2 * size - 1; }); }
    while (taken(y) && n < 12) { n += 1; y = py(r.vikt) + (n % 2 ? 1 : -1) * Math.ceil(n / 2) * 2 * size; }
    seen.push([x, y]);
    parts.push(r.gap < 0 ? "<rect x=\"" + (x - size) + "\" y=\"" + (y - size + 1) + "\" width=\"" + 2 * size + "\" height=\"" + (2 * size - 2) + "\" fill=\"" + FARG.under + "\"/>" :
      "<circle cx=\"" + x + "\" cy=\"" + y + "\" r=\"" + (size + 0.5) + "\" fill=\"" + FARG.over + "\"/>");
    parts.push("<text x=\"" + x + "\" y=\"" + (y + 4.5) + "\" text-anchor=\"middle\" fill=\"#fff\" font-weight=\"600\" font-size=\"" + (size - 1) + "\">" + esc(r.nummer) + "</text>");
  });
  return ram(w, h, parts.join(""));
}

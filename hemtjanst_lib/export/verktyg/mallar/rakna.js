// From values to index: the arithmetic of hemtjanst_lib.scoring, step for step (docs/method.md, sections 3-5).
var DECIMALER = 1e9; // points that agree to nine decimals are the same points
var STATUS = { e: 0, s: 1, t: 2 };
function jamn(x) { return Math.round(x * DECIMALER) / DECIMALER; }
function interpolera(x, xs, ys) {
  if (x <= xs[0]) { return ys[0]; }
  for (var i = 1; i < xs.length; i += 1) {
    if (x <= xs[i]) { return ys[i - 1] + (ys[i] - ys[i - 1]) / (xs[i] - xs[i - 1]) * (x - xs[i - 1]); }
  }
  return ys[ys.length - 1];
}
// Unweighted mean of what is there; NaN when nothing is.
function medelav(values, rows) {
  var sum = 0, n = 0;
  (rows || alla(values.length)).forEach(function (i) { if (finns(values[i])) { sum += values[i]; n += 1; } });
  return n ? sum / n : NaN;
}
// Weighted mean of parts; a part that is NaN takes no part.
function vag(values, weights, how) {
  var sum = 0, weight = 0, geometric = how === "geometrisk";
  for (var i = 0; i < values.length; i += 1) {
    if (!finns(values[i])) { continue; }
    sum += weights[i] * (geometric ? Math.log(values[i]) : values[i]);
    weight += weights[i];
  }
  if (!weight) { return NaN; }
  return geometric ? Math.exp(sum / weight) : sum / weight;
}
function kolumn(table, j) { return table.map(function (row) { return row ? row[j] : NaN; }); }
function alla(n) { return Array.from({ length: n }, function (_, i) { return i; }); }
function platser(points) {
  var even = points.map(jamn), sorted = even.filter(finns).sort(function (a, b) { return b - a; });
  var first = new Map();
  sorted.forEach(function (x, i) { if (!first.has(x)) { first.set(x, i + 1); } });
  return even.map(function (x) { return finns(x) ? first.get(x) : null; });
}
function barn(parts, at) {
  var groups = [];
  parts.forEach(function (part, i) { (groups[part[at]] = groups[part[at]] || []).push(i); });
  return groups;
}
// One year's points on the level of indikatorer and områden; what weights do not touch.
function grund(matt) {
  var m = matt.modell, ind = m.indikatorer, n = matt.varde.length;
  var poang = matt.varde.map(function (row) {
    return row && row.map(function (x, j) { return typeof x === "number" ? interpolera(x, ind[j][7], ind[j][8]) : NaN; });
  });
  var medel = ind.map(function (_, j) { return medelav(kolumn(poang, j), alla(n)); });
  var raknad = poang.map(function (row, i) {
    return row && row.map(function (x, j) {
      if (finns(x)) { return x; }
      var regel = m.saknas[ind[j][3]][STATUS[matt.varde[i][j]]];
      return regel === "noll" ? 0 : regel === "medel" ? medel[j] : NaN;
    });
  });
  var i_omrade = barn(ind, 6), vikt = ind.map(function (part) { return part[5]; });
  var omrade = raknad.map(function (row) {
    return row && m.omraden.map(function (_, k) {
      var own = i_omrade[k];
      return vag(own.map(function (j) { return row[j]; }), own.map(function (j) { return vikt[j]; }), m.aggregering[0]);
    });
  });
  return { matt: matt, modell: m, poang: poang, raknad: raknad, omrade: omrade, svarat: svarat(matt),
    medelIndikator: m.genomsnitt[0] === "svarande" ? medel : ind.map(function (_, j) { return medelav(kolumn(raknad, j), alla(n)); }) };
}
// Kommuner that count in the mean of the index: all, or those where no källa is missing whole.
function svarat(matt) {
  var m = matt.modell, rows = alla(matt.varde.length).filter(function (i) { return matt.varde[i]; });
  if (m.genomsnitt[1] === "alla") { return rows; }
  return rows.filter(function (i) {
    return Object.keys(m.saknas).every(function (kalla) {
      var own = matt.varde[i].filter(function (_, j) { return m.indikatorer[j][3] === kalla && matt.varde[i][j] !== "t"; });
      return !own.length || own.some(function (x) { return x !== "e"; });
    });
  });
}
// Områden to delindex, index, means, places and classes, with the model's weights or others.
function resultat(g, vikter) {
  var m = g.modell, w = vikter || m.omraden.map(function (o) { return o[3]; }), n = g.omrade.length;
  var i_delindex = barn(m.omraden, 4);
  var dvikt = i_delindex.map(function (own) { return own.reduce(function (sum, k) { return sum + w[k]; }, 0); });
  var delindex = g.omrade.map(function (row) {
    return row && i_delindex.map(function (own) {
      return vag(own.map(function (k) { return row[k]; }), own.map(function (k) { return w[k]; }), m.aggregering[1]);
    });
  });
  var total = delindex.map(function (row) { return row ? vag(row, dvikt, m.aggregering[2]) : NaN; });
  var medel = medelav(total, g.svarat), shift = m.klasser[0] === "avvikelse" ? medel : 0;
  var granser = m.klasser[2].slice(0, -1).map(function (x) { return x + shift; });
  return {
    grund: g, modell: m, vikter: w, delindex: delindex, total: total, granser: granser,
    plats: platser(total), antal: total.filter(finns).length,
    klass: total.map(function (x) {
      if (!finns(x)) { return ""; }
      return m.klasser[1][granser.filter(function (limit) { return jamn(x) > jamn(limit); }).length];
    }),
    medel: {
      index: [medel],
      delindex: m.delindex.map(function (_, d) { return medelav(kolumn(delindex, d), g.svarat); }),
      omrade: m.omraden.map(function (_, k) { return medelav(kolumn(g.omrade, k), g.svarat); }),
      indikator: g.medelIndikator
    }
  };
}
// Points of one measure for all kommuner: level and place in the model.
function matvarden(r, niva, j) {
  if (niva === "index") { return r.total; }
  return kolumn(niva === "delindex" ? r.delindex : niva === "omrade" ? r.grund.omrade : r.grund.poang, j);
}
// The reference: the year's own mean for the country, else the plain mean over the group.
function referens(r, niva, j, rader) {
  if (!rader) { return r.medel[niva][niva === "index" ? 0 : j]; }
  return medelav(matvarden(r, niva, j), rader);
}
function andelVikt(r, niva, j) {
  var m = r.modell, sum = r.vikter.reduce(function (a, b) { return a + b; }, 0);
  if (niva === "index") { return 1; }
  if (niva === "omrade") { return r.vikter[j] / sum; }
  if (niva === "delindex") { return barn(m.omraden, 4)[j].reduce(function (a, k) { return a + r.vikter[k]; }, 0) / sum; }
  var own = barn(m.indikatorer, 6)[m.indikatorer[j][6]];
  var all = own.reduce(function (a, i) { return a + m.indikatorer[i][5]; }, 0);
  return r.vikter[m.indikatorer[j][6]] / sum * m.indikatorer[j][5] / all;
}

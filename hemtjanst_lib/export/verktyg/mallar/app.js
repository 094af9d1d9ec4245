// Puts the view in the page, listens, and keeps address, title and focus in step.
function rita(flytta) {
  var box = document.getElementById("vy"), active = document.activeElement && document.activeElement.id;
  UT = {};
  document.getElementById("vyrubrik").textContent = VYER.find(function (v) { return v[0] === T.vy; })[1];
  document.querySelectorAll("#meny a").forEach(function (a) {
    a.href = lank({ vy: a.dataset.vy });
    if (a.dataset.vy === T.vy) { a.setAttribute("aria-current", "page"); } else { a.removeAttribute("aria-current"); }
  });
  var g = jamforelse(), free = T.vy === "vikter" || T.vy === "om";
  document.getElementById("jmf").value = T.jmf;
  document.getElementById("jmf-rad").hidden = free;
  document.getElementById("jmf-antal").textContent = g.rader ? antal(g.antal, "kommun", "kommuner") : "alla " + g.antal + " kommuner";
  document.getElementById("sammandrag").innerHTML = free ? "" : sammandrag(g);
  box.innerHTML = VY[T.vy]();
  document.title = VYER.find(function (v) { return v[0] === T.vy; })[1] + " – " + GRUNDTITEL;
  if (flytta) { document.getElementById("vyrubrik").focus(); } else if (active && document.getElementById(active)) { document.getElementById(active).focus(); }
}
var GRUNDTITEL = document.title;
function andra(change, besked) {
  Object.assign(T, change);
  history.replaceState(null, "", adress());
  rita(false);
  if (besked) { sag(besked); }
}
function urval(koder, besked) { andra({ urval: koder }, besked); }
var GOR = {
  forklara: function (el) {
    var box = document.getElementById("forklaring");
    box.innerHTML = forklaring(el.dataset.matt);
    box.showModal();
  },
  stang: function () { document.getElementById("forklaring").close(); },
  fall: function (el) {
    var id = el.dataset.matt, open = T.oppna.indexOf(id) >= 0;
    andra({ oppna: open ? T.oppna.filter(function (x) { return x !== id; }) : T.oppna.concat(id) });
  },
  "fall-alla": function (el) {
    var m = nu().modell;
    andra({ oppna: el.dataset.allt ? m.delindex.map(function (d) { return "delindex." + d[0]; }).concat(m.omraden.map(function (o) { return "omrade." + o[0]; })) : [] });
  },
  svg: function (el) { ladda("svg", el.dataset.fig); },
  png: function (el) { ladda("png", el.dataset.fig); },
  csv: function (el) { ladda("csv", el.dataset.fig); },
  skriv: function () { window.print(); },
  kopiera: function () {
    var field = document.getElementById("lanken");
    field.value = location.href;
    field.parentNode.hidden = false;
    field.select();
    var done = false;
    try { done = document.execCommand("copy"); } catch (fault) { /* shown for copying by hand */ }
    sag(done ? "Länken är kopierad." : "Länken är markerad; kopiera den med Ctrl+C.");
  },
  bort: function (el) { urval(T.urval.filter(function (k) { return k !== el.dataset.kod; }), namnet(el.dataset.kod) + " är borttagen."); document.getElementById("sok").focus(); },
  tom: function () { urval([], "Urvalet är tomt."); document.getElementById("sok").focus(); },
  "ta-liknande": function () {
    var more = DATA.liknande.map(function (i) { return DATA.kommuner[i][0]; }).filter(function (k) { return T.urval.indexOf(k) < 0; });
    urval(T.urval.concat(more), antal(more.length, "kommun är tillagd", "kommuner är tillagda") + ".");
  },
  spara: function () {
    var namn = document.getElementById("listnamn").value.trim(), all = listor();
    if (!namn || !T.urval.length) { sag(namn ? "Välj minst en kommun först." : "Skriv ett namn på listan först."); return; }
    all[namn] = T.urval.slice();
    sparaListor(all);
    andra({}, "Listan " + namn + " är sparad" + (lagras ? "." : " tills sidan stängs."));
  },
  oppna: function () {
    var namn = document.getElementById("listan").value;
    urval((listor()[namn] || []).filter(function (k) { return k in RAD; }), "Listan " + namn + " är öppnad.");
  },
  radera: function () {
    var namn = document.getElementById("listan").value, all = listor();
    delete all[namn];
    sparaListor(all);
    andra({}, "Listan " + namn + " är borttagen.");
  },
  atervikt: function () { andra({ vikter: {} }, "Vikterna är återställda."); },
  likavikt: function () {
    var same = {};
    nu().modell.omraden.forEach(function (o) { same[o[0]] = 5; });
    andra({ vikter: same }, "Alla områden väger lika.");
  }
};
function namnet(kod) { return DATA.kommuner[RAD[kod]][1]; }
document.addEventListener("click", function (event) {
  var el = event.target.closest("button[data-gor]");
  if (el && GOR[el.dataset.gor]) { GOR[el.dataset.gor](el); }
  if (event.target.id === "forklaring") { event.target.close(); }
});
document.addEventListener("change", function (event) {
  var el = event.target;
  if (el.id === "jmf") { andra({ jmf: el.value }, "Jämförs med " + grannar(el.value).namn + "."); }
  if (el.dataset.gor === "matt") { andra({ matt: el.value }, "Måttet är " + matt(el.value).namn + "."); }
  if (el.id === "allt") { andra({ allt: el.checked }); }
  if (el.dataset.gor === "valj") {
    urval(el.checked ? T.urval.concat(el.value) : T.urval.filter(function (k) { return k !== el.value; }), namnet(el.value) + (el.checked ? " är vald." : " är borttagen."));
  }
});
document.addEventListener("input", function (event) {
  var el = event.target;
  if (el.id === "sok") {
    sokt = el.value;
    document.getElementById("traffar").innerHTML = traffar();
    sag(antal(sokning().length, "träff", "träffar") + ".");
  }
  if (el.dataset.vikt) { dra(el); }
});
function dra(el) {
  var o = nu().modell.omraden.find(function (row) { return row[0] === el.dataset.vikt; }), x = Number(el.value);
  if (x === o[3]) { delete T.vikter[o[0]]; } else { T.vikter[o[0]] = x; }
  el.setAttribute("aria-valuetext", tal(x) + ", modellens vikt är " + tal(o[3]));
  el.parentNode.querySelector("output").textContent = tal(x);
  document.getElementById("utfall").innerHTML = utfall();
  document.getElementById("utfall-tabell").innerHTML = utfallTabell();
  clearTimeout(dra.sen);
  dra.sen = setTimeout(function () {
    var p = resultat(nu().grund, vikterNu());
    history.replaceState(null, "", adress());
    sag("Index " + tal(p.total[EGEN]) + ", plats " + p.plats[EGEN] + ", resultat " + p.klass[EGEN] + ".");
  }, 350);
}
document.getElementById("hoppa").addEventListener("click", function (event) {
  event.preventDefault();
  document.getElementById("vyrubrik").focus();
});
window.addEventListener("hashchange", function () { lasAdress(); rita(true); });
var vidd = window.innerWidth, vanta;
window.addEventListener("resize", function () {
  clearTimeout(vanta);
  vanta = setTimeout(function () { if (window.innerWidth !== vidd) { vidd = window.innerWidth; rita(false); } }, 150);
});
window.addEventListener("beforeprint", function () { document.querySelectorAll("#vy details").forEach(function (d) { d.open = true; }); });
// The page checks its own arithmetic against the published totals before it shows anything.
function stammer() {
  return AREN.every(function (y) {
    return ar(y).total.every(function (x, i) { var p = DATA.matt[y].total[i]; return finns(p) ? Math.abs(x - p) < 1e-8 : !finns(x); });
  });
}
lasAdress();
document.getElementById("utan-skript").hidden = true;
document.getElementById("verktyg").hidden = false;
document.getElementById("fel").hidden = stammer();
rita(false);
window.hemtjanstverktyg = { ar: ar, resultat: function (vikter) { return resultat(nu().grund, vikter); }, tal: tal, skillnad: skillnad, lage: function () { return T; } };

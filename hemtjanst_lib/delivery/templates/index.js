// Search, filter and sort; of many hits the first are shown until more are asked for, so that the page answers at once.
// Without this the table holds every report, or of very many the first; the rest stand as data, and become rows here.
(function () {
  "use strict";
  var form = document.querySelector(".filter");
  var body = document.querySelector("#lista tbody");
  var said = document.getElementById("antal");
  var more = document.getElementById("fler");
  var data = document.getElementById("rader");
  var MANY = 400, STEP = 1000, ALL = 5000;
  var most = MANY;
  var items = Array.prototype.map.call(body.rows, fromRow);
  if (data) { items = items.concat(fromData(JSON.parse(data.textContent))); }
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").trim(); }
  function value(id) { var field = document.getElementById(id); return field ? field.value : ""; }
  function fromRow(row) {
    var of = row.dataset;
    var texts = Array.prototype.map.call(row.cells, function (cell) { return cell.textContent; });
    return { sok: of.sok, rapport: of.rapport, lan: of.lan, klass: of.klass, status: of.status, texts: texts, row: row };
  }
  // A row of data: place, name, code, län, index, class, missing, kind, status, cause, files; words by their number.
  function fromData(all) {
    return all.rader.map(function (r) {
      var lan = all.lan[r[3]], klass = all.klass[r[5]], rapport = all.rapport[r[7]], status = all.status[r[8]];
      var texts = [r[0] === null ? "." : String(r[0]), r[2] ? r[1] + " " + r[2] : r[1], lan || ".", r[4] || ".", klass || ".", r[6],
        rapport, status[1] + r[9]];
      return { sok: fold([r[2], r[1], lan, rapport].join(" ")), rapport: rapport, lan: lan, klass: klass, status: status[0],
        texts: texts, row: null, raw: r, words: status[1], formats: all.format };
    });
  }
  function put(parent, tag, text, name) {
    var made = document.createElement(tag);
    if (text) { made.textContent = text; }
    if (name) { made.className = name; }
    parent.appendChild(made);
    return made;
  }
  function made(item) {
    if (item.row) { return item.row; }
    var r = item.raw, row = document.createElement("tr");
    row.className = item.status;
    put(row, "td", item.texts[0], "tal");
    var head = put(row, "th", r[1] + (r[2] ? " " : ""));
    head.scope = "row";
    if (r[2]) { put(head, "span", r[2], "kod"); }
    put(row, "td", item.texts[2]);
    put(row, "td", item.texts[3], "tal");
    put(row, "td", item.texts[4]);
    put(row, "td", item.texts[5], "fritt");
    put(row, "td", item.texts[6]);
    var state = put(row, "td", item.words, "fritt");
    if (r[9]) { put(state, "span", r[9], "orsak"); }
    var files = put(row, "td", r[10].length ? "" : ".", "filer");
    r[10].forEach(function (file) {
      var name = item.formats[file[0]], link = put(files, "a", name);
      link.href = file[1] || r[11] + "." + file[0];
      link.setAttribute("aria-label", name + ", " + item.rapport.toLowerCase() + ", " + (r[1] + " " + r[2]).trim());
      files.appendChild(document.createTextNode(" "));
    });
    item.row = row;
    return row;
  }
  function show() {
    var words = fold(value("sok")).split(/\s+/);
    var wanted = { rapport: value("rapport"), lan: value("lan"), klass: value("klass"), status: value("status") };
    var keys = Object.keys(wanted).filter(function (key) { return wanted[key]; });
    var hits = 0, shown = document.createDocumentFragment();
    items.forEach(function (item) {
      var hit = keys.every(function (key) { return item[key] === wanted[key]; }) &&
        words.every(function (word) { return item.sok.indexOf(word) !== -1; });
      hits += hit ? 1 : 0;
      if (hit && hits <= most) { shown.appendChild(made(item)); }
    });
    body.textContent = "";
    body.appendChild(shown);
    more.hidden = hits <= most;
    more.textContent = hits > ALL ? "Visa 1\u00a0000 träffar till" : "Visa alla träffar";
    said.textContent = more.hidden ? hits + " av " + items.length + " rapporter visas." :
      "De första " + most + " av " + hits + " träffar visas.";
    return hits;
  }
  function again() { most = MANY; show(); }
  function number(text) { return text === "." ? Infinity : parseFloat(text.replace(/\s/g, "").replace(",", ".")); }
  function sorter(head, at) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () {
      var down = head.getAttribute("aria-sort") === "ascending";
      document.querySelectorAll("#lista th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      var numeric = head.dataset.sort === "tal", words = new Intl.Collator("sv");
      items.sort(function (one, two) {
        var a = one.texts[at], b = two.texts[at];
        var order = numeric ? number(a) - number(b) : words.compare(a, b);
        return (isNaN(order) ? 0 : order) * (down ? -1 : 1);
      });
      show();
    });
  }
  document.querySelectorAll("#lista thead th").forEach(function (head, at) { if (head.dataset.sort) { sorter(head, at); } });
  form.hidden = false;
  form.addEventListener("input", again);
  form.addEventListener("reset", function () { setTimeout(again, 0); });
  more.addEventListener("click", function () { most = show() > ALL ? most + STEP : Infinity; show(); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  show();
})();

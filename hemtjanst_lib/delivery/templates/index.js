// Search, filter and sort; of many hits the first are shown until all are asked for, so that the page answers at once.
// Without this the page still holds every report in one table.
(function () {
  "use strict";
  var form = document.querySelector(".filter");
  var body = document.querySelector("#lista tbody");
  var rows = Array.prototype.slice.call(body.rows);
  var said = document.getElementById("antal");
  var more = document.getElementById("fler");
  var MANY = 400;
  var most = MANY;
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").trim(); }
  function value(id) { var field = document.getElementById(id); return field ? field.value : ""; }
  function show() {
    var words = fold(value("sok")).split(/\s+/);
    var wanted = { rapport: value("rapport"), lan: value("lan"), klass: value("klass"), status: value("status") };
    var hits = 0;
    rows.forEach(function (row) {
      var data = row.dataset;
      var hit = words.every(function (word) { return data.sok.indexOf(word) !== -1; }) &&
        Object.keys(wanted).every(function (key) { return !wanted[key] || data[key] === wanted[key]; });
      hits += hit ? 1 : 0;
      row.hidden = !hit || hits > most;
    });
    more.hidden = hits <= most;
    said.textContent = more.hidden ? hits + " av " + rows.length + " rapporter visas." :
      "De första " + most + " av " + hits + " träffar visas.";
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
      var numeric = head.dataset.sort === "tal";
      rows.sort(function (one, two) {
        var a = one.cells[at].textContent, b = two.cells[at].textContent;
        var order = numeric ? number(a) - number(b) : a.localeCompare(b, "sv");
        return (isNaN(order) ? 0 : order) * (down ? -1 : 1);
      }).forEach(function (row) { body.appendChild(row); });
      show();
    });
  }
  document.querySelectorAll("#lista thead th").forEach(function (head, at) { if (head.dataset.sort) { sorter(head, at); } });
  form.hidden = false;
  form.addEventListener("input", again);
  form.addEventListener("reset", function () { setTimeout(again, 0); });
  more.addEventListener("click", function () { most = Infinity; show(); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  show();
})();

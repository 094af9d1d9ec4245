// Search, filter and sort. Without this the page still holds every report in one table.
(function () {
  "use strict";
  var form = document.querySelector(".filter");
  var body = document.querySelector("#lista tbody");
  var rows = Array.prototype.slice.call(body.rows);
  var said = document.getElementById("antal");
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").trim(); }
  function value(id) { var field = document.getElementById(id); return field ? field.value : ""; }
  function show() {
    var words = fold(value("sok")).split(/\s+/);
    var wanted = { rapport: value("rapport"), lan: value("lan"), klass: value("klass"), status: value("status") };
    var shown = 0;
    rows.forEach(function (row) {
      var data = row.dataset;
      var hit = words.every(function (word) { return data.sok.indexOf(word) !== -1; }) &&
        Object.keys(wanted).every(function (key) { return !wanted[key] || data[key] === wanted[key]; });
      row.hidden = !hit;
      shown += hit ? 1 : 0;
    });
    said.textContent = shown + " av " + rows.length + " rapporter visas.";
  }
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
      rows.slice().sort(function (one, two) {
        var a = one.cells[at].textContent, b = two.cells[at].textContent;
        var order = numeric ? number(a) - number(b) : a.localeCompare(b, "sv");
        return (isNaN(order) ? 0 : order) * (down ? -1 : 1);
      }).forEach(function (row) { body.appendChild(row); });
    });
  }
  document.querySelectorAll("#lista thead th").forEach(function (head, at) { if (head.dataset.sort) { sorter(head, at); } });
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("reset", function () { setTimeout(show, 0); });
  form.addEventListener("submit", function (event) { event.preventDefault(); });
})();

// Without this everything stands on one page, with links. With it one thing is shown at a time.
(function () {
  "use strict";
  var screens = Array.prototype.slice.call(document.querySelectorAll(".skarm"));
  var title = document.title;
  function wanted() {
    var id = decodeURIComponent(location.hash.slice(1));
    return screens.find(function (screen) { return screen.id === id; }) || screens[0];
  }
  function show(move) {
    var now = wanted();
    screens.forEach(function (screen) { screen.hidden = screen !== now; });
    var heading = now.querySelector("h2");
    document.title = now === screens[0] ? title : heading.textContent + " – " + title;
    if (move) { heading.focus({ preventScroll: true }); window.scrollTo(0, 0); }
  }
  window.addEventListener("hashchange", function () { show(true); });
  document.body.classList.add("steg");
  show(location.hash.length > 1);
  document.querySelectorAll(".skriv-ut").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      document.body.classList.toggle("skriv-alla", button.classList.contains("alla"));
      window.print();
    });
  });
  window.addEventListener("afterprint", function () { document.body.classList.remove("skriv-alla"); });
  var field = document.getElementById("sok");
  if (!field) { return; }
  var rows = Array.prototype.slice.call(document.querySelectorAll("#alla .namn li"));
  var told = document.getElementById("traffar");
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, ""); }
  function search() {
    var shown = rows.filter(function (row) {
      row.hidden = fold(row.textContent).indexOf(fold(field.value.trim())) < 0;
      return !row.hidden;
    });
    told.textContent = told.dataset.text.replace("{antal}", shown.length).replace("{alla}", rows.length);
  }
  field.parentNode.hidden = false;
  field.addEventListener("input", search);
  search();
})();

// The page works without this: it only spares the keyboard stops that are not needed.
(function () {
  "use strict";
  var narrow = window.matchMedia("(max-width: 63.9rem)");
  var contents = document.querySelector(".innehall details");
  function fold() { if (contents) { contents.open = !narrow.matches; } }
  function stops() {
    document.querySelectorAll(".rullbar").forEach(function (box) {
      if (box.scrollWidth > box.clientWidth + 1) { box.setAttribute("tabindex", "0"); }
      else { box.removeAttribute("tabindex"); }
    });
  }
  fold();
  stops();
  narrow.addEventListener("change", fold);
  window.addEventListener("resize", stops);
  document.addEventListener("toggle", stops, true);
})();

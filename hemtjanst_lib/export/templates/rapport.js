// The page works without this: it spares keyboard stops that are not needed, and marks where one is in the contents.
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
  // In the contents, the part being read is marked.
  function follow() {
    var links = document.querySelectorAll(".innehall a[href^='#']");
    function mark() {
      var here = null;
      links.forEach(function (link) {
        var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
        if (heading && heading.getBoundingClientRect().top < 120) { here = link; }
      });
      links.forEach(function (link) {
        if (link === here) { link.setAttribute("aria-current", "location"); }
        else { link.removeAttribute("aria-current"); }
      });
    }
    var waiting = false;
    window.addEventListener("scroll", function () {
      if (waiting) { return; }
      waiting = true;
      window.requestAnimationFrame(function () { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }
  fold();
  stops();
  follow();
  narrow.addEventListener("change", fold);
  window.addEventListener("resize", stops);
  document.addEventListener("toggle", stops, true);
})();

// Swedish numbers and text, as hemtjanst_lib.language writes them: halves away from zero on the shortest decimal.
function avrunda(x, decimaler) {
  var text = Math.abs(x).toString();
  if (/e/.test(text)) { text = Math.abs(x).toFixed(12); }
  var parts = text.split("."), whole = parts[0], rest = (parts[1] || "") + "0".repeat(decimaler + 1);
  var digits = (whole + rest.slice(0, decimaler)).split("");
  if (rest.charAt(decimaler) >= "5") {
    var at = digits.length - 1;
    while (at >= 0 && digits[at] === "9") { digits[at] = "0"; at -= 1; }
    if (at < 0) { digits.unshift("1"); } else { digits[at] = String(Number(digits[at]) + 1); }
  }
  var cut = digits.length - decimaler;
  var out = digits.slice(0, cut).join("") + (decimaler ? "." + digits.slice(cut).join("") : "");
  return (x < 0 && Number(out) !== 0 ? "-" : "") + out;
}
function finns(x) { return typeof x === "number" && isFinite(x); }
function tal(x, decimaler) {
  if (!finns(x)) { return "."; }
  var parts = avrunda(x, decimaler === undefined ? 1 : decimaler).split(".");
  var whole = parts[0].replace("-", "\u2212").replace(/\B(?=(\d{3})+(?!\d))/g, "\u00a0");
  return parts.length > 1 ? whole + "," + parts[1] : whole;
}
function skillnad(x, decimaler) {
  var text = tal(x, decimaler);
  return finns(x) && Number(avrunda(x, decimaler === undefined ? 1 : decimaler)) > 0 ? "+" + text : text;
}
function antal(n, en, flera) { return n + " " + (n === 1 ? en : flera); }
function lista(namn) { return namn.length < 2 ? namn.join("") : namn.slice(0, -1).join(", ") + " och " + namn[namn.length - 1]; }
function esc(text) {
  return String(text).replace(/[&<>"']/g, function (c) { return { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }[c]; });
}
// As in the index page: å, ä and ö are found also when typed as a and o.
function vik(text) { return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").trim(); }
var ALFABET = new Intl.Collator("sv");
function storForsta(text) { return text.charAt(0).toUpperCase() + text.slice(1); }
function litenForsta(text) { return text.charAt(0).toLowerCase() + text.slice(1); }

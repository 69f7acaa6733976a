// Before anything is painted: the scheme that the reader chose, so that nothing flashes.
(function () {
  var root = document.documentElement;
  root.classList.remove("no-js");
  root.classList.add("js");
  try {
    var chosen = localStorage.getItem("kanwu-scheme");
    if (chosen === "dark" || chosen === "light") root.dataset.scheme = chosen;
  } catch (error) { /* storage may be forbidden; the system's scheme then stands */ }
})();

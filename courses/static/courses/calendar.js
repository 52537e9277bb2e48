// On a telephone the filters start folded, so that the dates are in sight (see courses/agenda/filters.html). A mistake
// in them stays in sight, and without scripts they are open. On a wide screen they are always open: nothing folds them.
(() => {
  "use strict";

  const filters = document.querySelector("details.calendar-filters");
  const wide = window.matchMedia("(min-width: 768px)");
  const fit = () => {
    filters.open = wide.matches || filters.querySelector(".field-invalid") !== null;
  };
  wide.addEventListener("change", fit);
  fit();
})();

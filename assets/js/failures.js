// When htmx gets no answer, or a refusal, the page says so where screen readers listen; the words are in the page.
const say = (event) => {
  const place = document.querySelector("[data-failure-message]");
  if (!place) return;
  place.textContent = "";
  const alert = document.createElement("div");
  alert.className = "alert alert-danger";
  alert.textContent = place.dataset.failureMessage;
  place.append(alert);
  event.detail?.elt?.removeAttribute("aria-busy");
};

document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
document.addEventListener("htmx:timeout", say);

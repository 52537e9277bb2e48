// A person who sends a form with mistakes is taken to the list of mistakes, wherever the page was scrolled.
const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// A group of choices has no single field to jump to: the first choice takes the focus.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  const focusable = target.matches("input, select, textarea, button") ? target : target.querySelector("input, select, textarea");
  if (!focusable) return;
  event.preventDefault();
  focusable.focus();
  focusable.closest(".field, fieldset")?.scrollIntoView({ block: "nearest" });
});

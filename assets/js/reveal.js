// "Show password": the button is in the page, hidden, with both its words; here it starts to work.
for (const button of document.querySelectorAll("[data-reveal]")) {
  const input = document.getElementById(button.dataset.reveal);
  if (!input) continue;
  button.hidden = false;
  const toggle = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hideLabel : button.dataset.showLabel;
  };
  button.addEventListener("click", () => toggle(input.type === "password"));
  // Browsers offer to remember only what was sent as a password.
  input.form?.addEventListener("submit", () => toggle(false));
}

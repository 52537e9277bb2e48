// Saves each answer as it is given, says how much time is left, and loses nothing when the network fails. Without
// scripts the buttons do the same: what is decided, the server decides.
(() => {
  "use strict";

  const AGAIN = 5000; // milliseconds until the next try without a network
  const PAUSE = 1200; // and after the last key, before what is written is saved
  const WARN = [5, 1]; // minutes left of which people are warned

  const form = document.querySelector("[data-quiz-form]");
  const said = document.querySelector("[data-quiz-said]");

  if (form && said) {
    let timer;
    let running = false;
    let again = false;

    const save = async () => {
      clearTimeout(timer);
      if (running) {
        again = true; // what was changed meanwhile goes next
        return;
      }
      running = true;
      again = false;
      let wait = 0;
      try {
        const answer = await fetch(form.action, {
          method: "POST",
          body: new FormData(form),
          headers: { "X-Quiz-Save": "1" },
          credentials: "same-origin",
          redirect: "manual",
        });
        if (answer.status === 204) said.textContent = said.dataset.saved;
        else if (answer.status >= 500) wait = AGAIN;
        else if (answer.status !== 202) said.textContent = said.dataset.refused;
      } catch {
        wait = AGAIN;
      }
      running = false;
      if (wait) said.textContent = said.dataset.waiting;
      if (wait || again) timer = setTimeout(save, wait);
    };

    form.addEventListener("change", save);
    form.addEventListener("input", (event) => {
      if (!event.target.matches("input[type=text], textarea")) return;
      clearTimeout(timer);
      timer = setTimeout(save, PAUSE);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
    window.addEventListener("online", () => {
      if (said.textContent === said.dataset.waiting) save();
    });
  }

  const left = document.querySelector("[data-quiz-left]");
  const warn = document.querySelector("[data-quiz-warn]");
  if (!left || !warn) return;
  const end = Date.now() + Number(left.dataset.seconds) * 1000;
  let shown = Math.ceil(Number(left.dataset.seconds) / 60);

  const look = () => {
    const minutes = Math.max(0, Math.ceil((end - Date.now()) / 60_000));
    if (minutes === shown) return;
    shown = minutes;
    left.textContent = minutes === 1 ? left.dataset.one : left.dataset.many.replace("%n", minutes);
    warn.parentElement.classList.toggle("quiz-soon", minutes <= WARN[0]);
    if (WARN.includes(minutes)) warn.textContent = minutes === 1 ? warn.dataset.last : warn.dataset.words.replace("%n", minutes);
    if (minutes === 0) clearInterval(clock);
  };
  const clock = setInterval(look, 5000);
})();

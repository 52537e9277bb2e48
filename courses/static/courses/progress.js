// Shows by itself how far a long piece of work is, until it is over or somebody stops it (WCAG 2.2.1, 2.2.2, 3.2.5):
// nothing takes the focus, and it is read aloud now and then, not at every look. Without scripts there is the link.
(() => {
  "use strict";

  const EVERY = 3000; // milliseconds between two looks
  const ALOUD = 20_000; // and between two that are read aloud

  const place = document.querySelector("[data-progress]");
  const button = document.querySelector("[data-progress-stop]");
  const aloud = document.querySelector("[data-progress-aloud]");
  if (!place || !button || !aloud || !("progressRunning" in place.dataset)) return;

  let timer;
  let said = Date.now();

  const say = () => {
    aloud.textContent = place.querySelector("[data-progress-words]").textContent.trim();
    said = Date.now();
  };

  const plan = () => {
    timer = setTimeout(look, EVERY);
  };

  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };

  const look = async () => {
    let fresh;
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin", cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      fresh = answer.ok && page.querySelector("[data-progress]");
    } catch {
      fresh = null; // no network: look again later
    }
    if (timer === undefined) return; // stopped meanwhile
    if (fresh) place.replaceChildren(...fresh.childNodes);
    const isOver = fresh && !("progressRunning" in fresh.dataset);
    if (isOver || Date.now() - said > ALOUD) say();
    if (isOver) finish();
    else plan();
  };

  const finish = () => {
    stop();
    if (document.activeElement === button) place.focus(); // the button goes, and the focus is not lost with it
    for (const one of document.querySelectorAll("[data-progress-act]")) one.hidden = true;
  };

  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    const isRunning = timer !== undefined;
    if (isRunning) stop();
    else plan();
    button.textContent = isRunning ? button.dataset.goOn : button.dataset.stop;
  });
  plan();
})();

// Lets the parts of a question be dragged, with a mouse, a finger or a pen. The select boxes stay the base: dragging
// fills them in, and they can always be used instead (WCAG 2.5.7).
(() => {
  "use strict";

  const EDGE = 60; // pixels from the edge of the window where it scrolls by itself
  const ROW = ".quiz-select";

  // Follow a pointer from its press: `over` is told the row below it, and the half; `drop` when it is let go.
  const follow = (press, moved, over, drop) => {
    press.preventDefault();
    const from = { x: press.clientX + scrollX, y: press.clientY + scrollY };
    let row = null;
    let isBelow = false;
    moved.classList.add("quiz-dragged");

    const move = (event) => {
      if (event.pointerId !== press.pointerId) return;
      if (event.clientY < EDGE) scrollBy(0, -EDGE / 4);
      else if (event.clientY > innerHeight - EDGE) scrollBy(0, EDGE / 4);
      const aside = moved.matches(ROW) ? 0 : event.clientX + scrollX - from.x; // a row only goes up and down
      moved.style.transform = `translate(${aside}px, ${event.clientY + scrollY - from.y}px)`;
      row = document.elementFromPoint(event.clientX, event.clientY)?.closest(ROW) ?? null;
      const box = row?.getBoundingClientRect();
      isBelow = Boolean(box) && event.clientY > box.top + box.height / 2;
      over(row, isBelow);
    };
    const stop = (event) => {
      if (event.type === "keydown" ? event.key !== "Escape" : event.pointerId !== press.pointerId) return;
      listening.abort();
      moved.classList.remove("quiz-dragged");
      moved.style.transform = "";
      over(null, false);
      if (event.type === "pointerup" && row) drop(row, isBelow);
    };
    const listening = new AbortController();
    const options = { signal: listening.signal };
    document.addEventListener("pointermove", move, options);
    for (const end of ["pointerup", "pointercancel", "keydown"]) document.addEventListener(end, stop, options);
  };

  const isPress = (event) => event.isPrimary && event.button === 0;
  const changed = (select) => select.dispatchEvent(new Event("change", { bubbles: true }));

  const hint = (fields) => {
    const words = document.createElement("p");
    words.className = "field-help";
    words.textContent = fields.dataset.hint;
    fields.querySelector("legend").after(words);
    return words;
  };

  const ordering = (fields) => {
    const rows = () => [...fields.querySelectorAll(ROW)];
    const selectOf = (row) => row.querySelector("select");

    // As the places say, once each is given once.
    const sort = () => {
      const places = rows().map((row) => selectOf(row).value);
      if (places.includes("") || new Set(places).size < places.length) return;
      fields.append(...rows().sort((one, other) => selectOf(one).value - selectOf(other).value));
    };

    const mark = (target, isBelow) => {
      for (const row of rows()) {
        row.classList.toggle("quiz-before", row === target && !isBelow);
        row.classList.toggle("quiz-after", row === target && isBelow);
      }
    };

    hint(fields);
    for (const row of rows()) {
      const handle = document.createElement("span");
      handle.className = "quiz-handle";
      handle.setAttribute("aria-hidden", "true"); // the select says the same
      row.prepend(handle);
      handle.addEventListener("pointerdown", (event) => {
        if (!isPress(event)) return;
        const drop = (target, isBelow) => {
          if (target === row || !fields.contains(target)) return;
          if (isBelow) target.after(row);
          else target.before(row);
          rows().forEach((one, place) => { selectOf(one).value = String(place + 1); });
          changed(selectOf(row));
        };
        follow(event, row, mark, drop);
      });
    }
    sort();
    // not while somebody chooses: rows would run away under the keyboard
    fields.addEventListener("focusout", (event) => { if (!fields.contains(event.relatedTarget)) sort(); });
  };

  const matching = (fields) => {
    const selects = [...fields.querySelectorAll("select")];
    const bank = document.createElement("ul");
    bank.className = "quiz-chips list-unstyled";
    bank.setAttribute("aria-hidden", "true"); // the selects offer the same

    const mark = (target) => {
      for (const select of selects) select.closest(ROW).classList.toggle("quiz-over", select.closest(ROW) === target);
    };
    const show = () => {
      for (const chip of bank.children) {
        chip.classList.toggle("quiz-used", selects.some((select) => select.value === chip.dataset.value));
      }
    };

    for (const option of selects[0].options) {
      if (!option.value) continue;
      const chip = document.createElement("li");
      chip.dataset.value = option.value;
      chip.textContent = option.text;
      bank.append(chip);
      chip.addEventListener("pointerdown", (event) => {
        if (!isPress(event)) return;
        const drop = (target) => {
          const select = target.querySelector("select");
          if (!selects.includes(select)) return;
          select.value = option.value;
          changed(select);
        };
        follow(event, chip, mark, drop);
      });
    }
    hint(fields).after(bank);
    fields.addEventListener("change", show);
    show();
  };

  const KINDS = { ordering, matching };
  for (const fields of document.querySelectorAll("[data-quiz-drag]")) KINDS[fields.dataset.quizDrag](fields);
})();

// Suggestions while the name of a municipality is typed (see courses/territory/municipality_choice.html).
// What is sent is the name itself, «Castro (LE)», so that the form is the same with and without scripts.
(() => {
  "use strict";

  const PAUSE = 150; // milliseconds without a key before asking

  const escaped = (text) => {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  };

  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

  /** Asks the site, at most once for each pause; an answer that comes late never covers a newer one. */
  const source = (address, say, words) => {
    let timer;
    let asking;
    return (typed, show) => {
      clearTimeout(timer);
      asking?.abort();
      timer = setTimeout(async () => {
        asking = new AbortController();
        const url = new URL(address, window.location.href);
        url.searchParams.set("q", typed);
        try {
          const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "application/json" } });
          if (!answer.ok) throw new Error(answer.statusText);
          show(await answer.json());
          say("");
        } catch (error) {
          if (error.name === "AbortError") return;
          say(words.failed);
        }
      }, PAUSE);
    };
  };

  const enhance = (place) => {
    const words = place.dataset;
    const original = place.querySelector("input");
    const group = place.closest("fieldset");
    const note = group.querySelector("[data-municipality-note]");
    const say = (text) => {
      note.textContent = text;
    };
    const { id, name, value, autofocus } = original;
    const invalid = original.getAttribute("aria-invalid");
    const described = original.getAttribute("aria-describedby");
    original.remove();

    window.accessibleAutocomplete({
      element: place,
      id,
      name,
      defaultValue: value,
      minLength: 2,
      confirmOnBlur: false,
      displayMenu: "overlay",
      inputClasses: "form-control",
      source: source(words.municipalitySearch, say, words),
      templates: {
        inputValue: (found) => found?.label ?? "",
        // «found» is the text itself until something has been typed
        suggestion: (found) =>
          found.label
            ? `${escaped(found.label)} <span class="municipality-where">${escaped(`${found.province}, ${found.region}`)}</span>`
            : escaped(found),
      },
      onConfirm: (found) => {
        if (!found) return;
        say(found.note);
        // What was chosen by region before would contradict it.
        for (const list of group.querySelectorAll("select")) list.value = "";
      },
      tAssistiveHint: () => words.hint,
      tNoResults: () => words.none,
      tStatusQueryTooShort: () => words.short,
      tStatusNoResults: () => words.none,
      tStatusSelectedOption: (label, count, index) => filled(words.selected, { label, count, position: index + 1 }),
      tStatusResults: (count, selected) => `${count === 1 ? words.one : filled(words.many, { count })} ${selected}`,
    });

    const input = document.getElementById(id);
    input.setAttribute("maxlength", "120");
    input.setAttribute("spellcheck", "false");
    if (invalid) input.setAttribute("aria-invalid", invalid);
    // The library owns the input's own description; help and mistakes describe the group.
    if (described) group.setAttribute("aria-describedby", described);
    if (autofocus) input.focus();
  };

  for (const place of document.querySelectorAll("[data-municipality-search]")) enhance(place);
})();

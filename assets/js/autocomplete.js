// Search as you type in place of a long list.
//
// Any <select> or <input> with data-autocomplete="address of the search" becomes an accessible combobox. The address is
// asked with ?q=what was typed and answers [{"code": "A001", "label": "Abano Terme (PD)", "note": "…"}, …]. The original
// field stays, hidden, and is what the form sends: a text field carries the label, or what was typed; a <select> or a
// hidden field the code. A note is shown under the field once its option is chosen. data-replaces="CSS selector" hides
// the fields that only make sense without scripts. Words: templates/components/autocomplete_words.html.
import accessibleAutocomplete from "accessible-autocomplete";

const words = document.getElementById("autocomplete-words")?.dataset ?? {};
const fill = (text, values) => (text ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

const escape = (text) => {
  const span = document.createElement("span");
  span.textContent = text ?? "";
  return span.innerHTML;
};

const finder = (address) => {
  let pending;
  let timer;
  return (query, populate) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      pending?.abort();
      pending = new AbortController();
      const url = new URL(address, window.location.href);
      url.searchParams.set("q", query);
      try {
        const answer = await fetch(url, { signal: pending.signal, headers: { Accept: "application/json" } });
        populate(answer.ok ? await answer.json() : []);
      } catch (error) {
        if (error.name !== "AbortError") populate([]);
      }
    }, 150);
  };
};

// `typed` is kept where the field is text, so that the server can try to understand it and nothing is lost.
const choose = (field, option, typed = "") => {
  if (field.tagName === "SELECT") {
    field.replaceChildren(new Option(option?.label ?? "", option?.code ?? "", true, true));
  } else {
    field.value = field.dataset.type === "text" ? (option?.label ?? typed) : (option?.code ?? "");
  }
  field.dispatchEvent(new Event("change", { bubbles: true }));
};

const startingLabel = (field) => {
  if (field.dataset.type === "text") return field.value;
  if (field.tagName !== "SELECT") return field.dataset.label ?? "";
  return field.value ? field.selectedOptions[0].textContent.trim() : "";
};

const enhance = (field) => {
  const { id } = field;
  field.dataset.type = field.type;
  const started = startingLabel(field);
  const error = document.getElementById(`${id}_error`)?.textContent.trim();
  let chosen = started;
  const place = document.createElement("div");
  place.className = "autocomplete-place";
  const note = document.createElement("p");
  note.className = "field-note";
  note.setAttribute("role", "status");
  field.before(place, note);
  field.id = `${id}-value`;
  field.hidden = true;
  field.required = false;
  for (const other of document.querySelectorAll(field.dataset.replaces || "not-a-thing")) other.hidden = true;

  accessibleAutocomplete({
    element: place,
    id,
    name: "",
    defaultValue: started,
    source: finder(field.dataset.autocomplete),
    minLength: 2,
    confirmOnBlur: false,
    displayMenu: "overlay",
    templates: { inputValue: (option) => option?.label ?? "", suggestion: (option) => escape(option?.label ?? option) },
    onConfirm: (option) => {
      if (!option) return;
      chosen = option.label;
      note.textContent = option.note ?? "";
      choose(field, option);
    },
    tAssistiveHint: () => [error, words.hint].filter(Boolean).join(". "),
    tNoResults: () => words.none,
    tStatusQueryTooShort: (least) => fill(words.short, { least }),
    tStatusNoResults: () => words.none,
    tStatusSelectedOption: (option, length, index) => fill(words.selected, { option, position: index + 1, length }),
    tStatusResults: (length, selected) => `${fill(length === 1 ? words.one : words.many, { length })} ${selected}`,
  });

  const input = document.getElementById(id);
  if (error) input.setAttribute("aria-invalid", "true");
  // What is typed after a choice is not that choice any more.
  input.addEventListener("input", () => {
    if (input.value === chosen) return;
    chosen = null;
    note.textContent = "";
    choose(field, null, input.value);
  });
};

for (const field of document.querySelectorAll("[data-autocomplete]")) enhance(field);

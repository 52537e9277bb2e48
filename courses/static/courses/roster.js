// The roster with scripts: each tap is kept on this device and sent at once, or as soon as there is network again.
(() => {
  "use strict";

  const root = document.querySelector("[data-roster]");
  const queue = window.coursesRoster;
  if (!root || !queue || !window.indexedDB || !crypto.randomUUID) return;

  const AGAIN = 15000;
  const { account, send: address, token, worker } = root.dataset;
  const words = root.dataset;
  const parts = [...root.querySelectorAll("[data-part]")];
  const bar = root.querySelector("[data-state-bar]");
  const said = root.querySelector("[data-state]");
  const signIn = root.querySelector("[data-sign-in]");
  const faults = root.querySelector("[data-faults]");
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f'’\s-]/g, "").toLowerCase();
  const newPerson = document.querySelector("[data-new-person]");
  const NEW = "nuova-persona"; // in the template of a row, where the key of a person stands
  const rowOf = (part, person) => root.querySelector(`[data-part="${part}"] [data-row="${person}"]`);
  const field = (row, name) => row.querySelector(`[name="${row.dataset.row}-${name}"]`);
  const chosen = (row) => row.querySelector("input[type=radio]:checked");

  const count = () => {
    for (const part of parts) {
      const all = part.querySelectorAll("[data-row]");
      const marked = [...all].filter(chosen).length;
      part.querySelector("[data-counter]").textContent = words.count.replace("{marked}", marked).replace("{all}", all.length);
    }
  };

  const show = async (state) => {
    const number = (await queue.waiting(account)).length;
    bar.hidden = false;
    bar.toggleAttribute("data-waits", number > 0);
    bar.dataset.number = number;
    const text = number
      ? `${number === 1 ? words.one : words.many.replace("{number}", number)}: ${words[state] ?? words.busy}`
      : words.sent;
    if (said.textContent !== text) said.textContent = text;
    signIn.hidden = !(number && state === "expired");
  };

  // --- this page without network -------------------------------------------
  let registration;
  const tell = (message) => registration?.active?.postMessage(message);
  const forget = () => tell({ forget: true });
  const keepPage = () => {
    const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name));
    const named = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")];
    const addresses = named.map((one) => new URL(one.src || one.href)).concat(loaded);
    const own = addresses.filter((one) => one.origin === location.origin && /\.(js|css|svg|png|woff2)$/.test(one.pathname));
    const besides = own.filter((one) => one.pathname !== new URL(worker, location.href).pathname);
    tell({ keep: location.pathname, parts: [...new Set(besides.map((one) => one.pathname))] });
  };
  let later;
  const refreshPage = () => {
    clearTimeout(later);
    later = setTimeout(() => (Date.now() > Date.parse(words.ends) ? forget() : keepPage()), 1500);
  };

  // --- sending ---------------------------------------------------------------
  const refuse = (mark, message, stands) => {
    const isPerson = mark.kind === "person";
    const row = isPerson ? null : rowOf(mark.slot, mark.attendee);
    const line = document.createElement("p");
    const name = isPerson ? nameOf(mark) : row?.querySelector("[data-name]").textContent ?? "";
    if (isPerson) for (const one of root.querySelectorAll(`[data-row="${mark.key}"]`)) one.remove();
    line.textContent = `${words.refused}: ${name}. ${message}`;
    faults.append(line);
    faults.hidden = false;
    if (row && chosen(row)?.value === mark.status) chosen(row).checked = false;
    if (row && stands) row.querySelector(`input[value="${stands}"]`).checked = true; // what counts on the register
    count();
  };
  let busy = false;
  let once_more = false;
  const flush = async () => {
    once_more = true;
    if (busy) return;
    busy = true;
    let state;
    try {
      while (once_more) {
        once_more = false;
        state = await queue.send(account, token, refuse);
      }
    } finally {
      busy = false;
    }
    await show(state);
    if (state === "sent") refreshPage();
  };

  const mark = async (row, part) => {
    const status = chosen(row)?.value;
    if (!status) return;
    const minutes = (name) => (status === "present" ? Number.parseInt(field(row, name).value, 10) || 0 : 0);
    await queue.add({
      account, address, status,
      key: crypto.randomUUID(),
      attendee: Number(row.dataset.row) || row.dataset.row,
      slot: Number(part.dataset.part),
      late: minutes("late"),
      left_early: minutes("left_early"),
      note: field(row, "note").value,
      at: new Date().toISOString(),
    });
  };
  const marked = async (doing) => {
    count();
    try {
      await doing();
    } catch {
      said.textContent = words.full;
      bar.hidden = false;
      return;
    }
    await show("busy");
    flush();
  };

  // --- who came without a seat -------------------------------------------------
  const nameOf = (person) => `${person.given_name} ${person.family_name}`.trim();

  const addRow = (person) => {
    for (const part of parts) {
      const row = part.querySelector("[data-new-row]").content.firstElementChild.cloneNode(true);
      for (const one of [row, ...row.querySelectorAll("*")]) {
        for (const { name, value } of [...one.attributes]) one.setAttribute(name, value.replaceAll(NEW, person.key));
      }
      row.querySelector("[data-name]").textContent = nameOf(person);
      row.querySelector("[data-where]").textContent = person.works_at;
      part.querySelector("ol").append(row);
      part.querySelector("[data-nobody]")?.remove();
    }
  };

  const takeDown = async () => {
    const typed = Object.fromEntries([...new FormData(newPerson)].map(([name, value]) => [name, String(value).trim()]));
    const { given_name, family_name, works_at } = typed;
    const person = { kind: "person", account, address, key: crypto.randomUUID(), given_name, family_name, works_at };
    await queue.add(person);
    newPerson.reset();
    filter("");
    addRow(person);
    root.querySelector(`.roster-part:not([hidden]) [data-row="${person.key}"] input`).focus();
  };

  const dressNew = () => {
    newPerson?.addEventListener("submit", (event) => {
      event.preventDefault();
      if (newPerson.reportValidity()) marked(takeDown);
    });
    const look = document.querySelector("[data-look-for]");
    look?.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      look.querySelector("[data-look-offline]").hidden = false;
      newPerson.closest("details").open = true;
      newPerson.elements.family_name.value = look.elements.family_name.value;
      newPerson.elements.given_name.focus();
    });
  };

  /** What waits on this device stands above what the page says: it is newer. */
  const recall = async () => {
    for (const one of await queue.waiting(account)) {
      if (one.kind === "person" && one.address === address && !rowOf(parts[0].dataset.part, one.key)) addRow(one);
      const row = one.address === address && rowOf(one.slot, one.attendee);
      if (!row) continue;
      const radio = row.querySelector(`input[type=radio][value="${one.status}"]`);
      if (radio) radio.checked = true;
      field(row, "late").value = one.late || "";
      field(row, "left_early").value = one.left_early || "";
      field(row, "note").value = one.note;
    }
    count();
  };

  // --- the page ------------------------------------------------------------
  const choosePart = (key) => {
    for (const part of parts) part.hidden = part.dataset.part !== key;
    for (const tab of root.querySelectorAll("[data-tab]")) tab.setAttribute("aria-current", String(tab.dataset.tab === key));
  };
  const filter = (typed) => {
    const wanted = folded(typed);
    for (const row of root.querySelectorAll("[data-row]")) {
      row.hidden = !folded(row.querySelector("[data-name]").textContent).includes(wanted);
    }
  };
  const dress = () => {
    for (const one of root.querySelectorAll("[data-without-scripts]")) one.hidden = true;
    const search = root.querySelector("[data-roster-search]");
    search.hidden = false;
    search.querySelector("input").addEventListener("input", (event) => filter(event.target.value));
    for (const tab of root.querySelectorAll("[data-tab]")) {
      tab.addEventListener("click", (event) => {
        event.preventDefault();
        choosePart(tab.dataset.tab);
      });
    }
    if (parts.length > 1) choosePart(location.hash.match(/^#parte-(\d+)$/)?.[1] ?? words.current);
    for (const part of parts) {
      part.querySelector("[data-marks]").addEventListener("submit", (event) => event.preventDefault());
      part.addEventListener("change", (event) => {
        const row = event.target.closest("[data-row]");
        if (row) marked(() => mark(row, part));
      });
      part.querySelector("[data-everybody]")?.addEventListener("submit", (event) => {
        event.preventDefault();
        const missing = [...part.querySelectorAll("[data-row]")].filter((row) => !chosen(row));
        for (const row of missing) row.querySelector("input[value=present]").checked = true;
        marked(async () => {
          for (const row of missing) await mark(row, part);
        });
      });
    }
  };

  const needs = document.querySelector("[data-needs-until]");
  if (needs && Date.now() > Date.parse(needs.dataset.needsUntil)) needs.remove();

  dress();
  dressNew();
  recall().then(() => show("busy")).then(flush);
  // telephones say that the network is back a moment before it is
  window.addEventListener("online", () => [0, 500, 2000].forEach((wait) => setTimeout(flush, wait)));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  setInterval(() => Number(bar.dataset.number) && flush(), AGAIN);
  if (navigator.serviceWorker) {
    navigator.serviceWorker.addEventListener("message", (event) => {
      root.toggleAttribute("data-kept", event.data.kept === true);
    });
    navigator.serviceWorker.register(worker).then(async () => {
      registration = await navigator.serviceWorker.ready;
      refreshPage();
    }, () => {}); // without it the page works, online
  }
})();

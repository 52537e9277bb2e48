// Shows the map of a scenario from its beginning, which stands in the middle; suggests, where the form of a simulation
// asks for a name, the names that stand in the form now.
(() => {
  "use strict";

  for (const map of document.querySelectorAll(".scenario-scroll")) map.scrollLeft = (map.scrollWidth - map.clientWidth) / 2;

  const inputs = (part) => Array.from(document.querySelectorAll(`[name^="scenes-"][name$="${part}"], [name^="indicators-"][name$="${part}"]`));
  const written = (input) => input.value.trim();

  // «scenes-2-value-choices-0-value-name» is a choice's name; «scenes-2-value-name» a scene's.
  const SCENE = /^scenes-\d+-value-name$/;
  const CHOICE = /^(scenes-\d+-value)-choices-\d+-value-name$/;
  const INDICATOR = /^indicators-\d+-value-name$/;

  const named = (pattern) => inputs("-name").filter((input) => pattern.test(input.name) && written(input));
  const sceneOf = (input) => document.querySelector(`[name="${input.name.match(CHOICE)[1]}-name"]`);

  const NAMES = {
    scenes: () => named(SCENE).map(written),
    indicators: () => named(INDICATOR).map(written),
    choices: () => named(CHOICE).map((input) => `${written(sceneOf(input))}.${written(input)}`),
  };

  document.addEventListener("focusin", (event) => {
    const input = event.target;
    const names = input.dataset && NAMES[input.dataset.scenarioNames];
    if (!names) return;
    const id = `scenario-${input.dataset.scenarioNames}`;
    let list = document.getElementById(id);
    if (!list) {
      list = document.createElement("datalist");
      list.id = id;
      document.body.append(list);
    }
    list.replaceChildren(...[...new Set(names())].map((name) => new Option(name, name)));
    input.setAttribute("list", id);
  });
})();

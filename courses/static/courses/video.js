// A third party's player is loaded only after a click: until then nobody else learns who reads this page.
document.querySelectorAll("[data-player]").forEach((place) => {
  const button = place.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    const frame = document.createElement("iframe");
    frame.src = place.dataset.player;
    frame.title = place.dataset.title;
    frame.allowFullscreen = true;
    frame.className = "courses-player";
    place.replaceChildren(frame);
    frame.focus();
  });
});

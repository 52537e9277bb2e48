// Keeps a drawing of the page as a picture: the SVG the server gives, drawn on a canvas. Without it there is the SVG.
for (const button of document.querySelectorAll("[data-picture-save]")) {
  const source = button.closest("ul").querySelector("a");
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    const text = await (await fetch(source.href)).text();
    const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext("2d").drawImage(image, 0, 0);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = `${button.dataset.pictureSave}.png`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  });
}

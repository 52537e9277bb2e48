// A canvas on which Chart.js draws SVG.
import Context from "svgcanvas/context.js";

class Drawing extends Context {
  getContext() {
    return this;
  }

  // The title comes last: the library counts the children of its root.
  written(title) {
    const svg = this.getSvg();
    svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    svg.prepend(Object.assign(document.createElementNS(svg.namespaceURI, "title"), { textContent: title }));
    return new XMLSerializer().serializeToString(svg);
  }

  // The library reads a font by a style attribute, which the policy of our pages refuses.
  fillText(text, x, y) {
    const parent = this.__closestGroupOrSvg();
    const { style } = document.createElement("span");
    style.font = this.font;
    const anchors = { left: "start", center: "middle", right: "end" };
    const baselines = { top: "text-before-edge", middle: "central", bottom: "text-after-edge" };
    const written = this.__createElement("text", {
      x, y, "font-family": style.fontFamily, "font-size": style.fontSize, "font-weight": style.fontWeight,
      "text-anchor": anchors[this.textAlign] ?? this.textAlign, "dominant-baseline": baselines[this.textBaseline] ?? this.textBaseline,
    }, true);
    written.append(text);
    this.__currentElement = written;
    this.__applyTransformation(written);
    this.__applyStyleToCurrentElement("fill");
    parent.append(written);
  }
}

window.coursesCharts = { drawing: (width, height) => new Drawing({ width, height }) };

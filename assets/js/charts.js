// Draws every figure of the page that has data beside it; without this script there is the table. No inline style, no eval.
import {
  BarController, BarElement, BasicPlatform, CategoryScale, Chart, Legend, LinearScale, LineController, LineElement, PointElement, Title, Tooltip,
} from "chart.js";

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, LineController, LineElement, PointElement, Title, Tooltip);

// Told apart by whoever sees fewer colours, in their order (Okabe and Ito); lines by the shape of their points too.
const COLOURS = ["#0066cc", "#d55e00", "#007a5e", "#8a3ffc", "#8c6d00", "#444e57"];
// Parts of a whole go from one end to the other; the sixth is outside the scale.
const ENDS = ["#a13c00", "#e58a4a", "#b9c3cb", "#5a9bd8", "#0a4e9b", "#444e57"];
const POINTS = ["circle", "rect", "triangle", "rectRot", "star", "cross"];
const INK = "#17324d";
const LONGEST_LABEL = 34;
const WIDTH = 920; // of a picture to keep

// A picture kept by itself must have a ground and say what it shows.
const ground = {
  id: "ground",
  beforeDraw({ ctx, width, height }) {
    ctx.save();
    ctx.fillStyle = "#fff";
    ctx.fillRect(0, 0, width, height);
    ctx.restore();
  },
};

const short = (label) => (label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label);

function optionsOf(data) {
  const lying = data.kind === "bar" || data.kind === "stacked";
  const stacked = data.kind === "stacked";
  const value = {
    stacked, beginAtZero: true, min: data.lowest ?? undefined, max: data.highest ?? undefined, ticks: { color: INK, precision: 0 },
  };
  const names = { stacked, ticks: { color: INK, autoSkip: data.kind === "line", callback(place) { return short(this.getLabelForValue(place)); } } };
  return {
    indexAxis: lying ? "y" : "x",
    animation: false,
    locale: document.documentElement.lang || undefined,
    responsive: true,
    maintainAspectRatio: false,
    scales: lying ? { x: value, y: names } : { x: names, y: value },
    plugins: { legend: { display: data.series.length > 1, labels: { color: INK } } },
  };
}

function datasetsOf(data) {
  return data.series.map(({ name, values }, place) => {
    const colour = (data.kind === "stacked" ? ENDS : COLOURS)[place % COLOURS.length];
    const border = data.kind === "line" ? { borderColor: colour } : { borderColor: "#fff", borderWidth: 1 };
    return { label: name, data: values, backgroundColor: colour, ...border, pointStyle: POINTS[place % POINTS.length], pointRadius: 5, spanGaps: true, segment: {} };
  });
}

function chartOn(canvas, data, options, more = {}) {
  const type = data.kind === "line" ? "line" : "bar";
  return new Chart(canvas, { type, data: { labels: data.labels, datasets: datasetsOf(data) }, options, plugins: [ground], ...more });
}

function draw(figure) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const picture = figure.querySelector("[data-chart-picture]");
  const rows = data.kind === "bar" ? data.labels.length * data.series.length : data.labels.length;
  const height = data.kind === "line" || data.kind === "column" ? 280 : Math.max(140, 70 + rows * 28);
  picture.hidden = false;
  picture.style.height = `${height}px`;
  chartOn(picture.querySelector("canvas"), data, optionsOf(data));
  const save = figure.querySelector("[data-chart-save]");
  save.hidden = false;
  const [svg, png] = save.querySelectorAll("button");
  svg.addEventListener("click", () => keepDrawing(data, height + 40, svg.dataset.chartDrawing));
  png.addEventListener("click", () => keepPicture(data, height + 40));
}

// Always as wide, with its title: whatever the screen it was seen on.
function chartToKeep(canvas, data, devicePixelRatio, more) {
  const options = { ...optionsOf(data), responsive: false, devicePixelRatio };
  options.layout = { padding: 12 };
  options.plugins.title = { display: true, text: data.title, color: INK, font: { size: 16 } };
  chartOn(canvas, data, options, more);
}

function keepPicture(data, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height });
  chartToKeep(canvas, data, 2);
  canvas.toBlob((blob) => hand(blob, data.title, "png"));
}

// What writes SVG is fetched by the first who wants one.
async function keepDrawing(data, height, address) {
  const drawing = (await script(address)).drawing(WIDTH, height);
  chartToKeep(drawing, data, 1, { platform: BasicPlatform });
  hand(new Blob([drawing.written(data.title)], { type: "image/svg+xml" }), data.title, "svg");
}

function script(address) {
  return new Promise((loaded, failed) => {
    if (window.coursesCharts) return loaded(window.coursesCharts);
    return document.head.append(Object.assign(document.createElement("script"), {
      src: address, onload: () => loaded(window.coursesCharts), onerror: failed,
    }));
  });
}

function hand(blob, title, format) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

for (const figure of document.querySelectorAll("[data-chart]")) draw(figure);

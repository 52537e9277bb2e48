// Builds everything under static/ that comes from npm packages: `npm run build` in this folder (or `make assets`).
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import * as sass from "sass";

const here = import.meta.dirname;
const out = join(here, "..", "static");
const italia = join(here, "node_modules", "bootstrap-italia");
const lines = (file) => readFileSync(join(here, file), "utf8").split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));

for (const folder of ["css", "js", "fonts"]) mkdirSync(join(out, folder), { recursive: true });

// Styles. Bootstrap Italia is still written with @import, hence the silenced warnings.
for (const name of ["site", "noscript"]) {
  const { css } = sass.compile(join(here, "scss", `${name}.scss`), {
    loadPaths: [join(italia, "src", "scss")],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  });
  writeFileSync(join(out, "css", `${name}.css`), `${css.trim()}\n`);
}

// Scripts. No source maps: the manifest storage would look for them.
// htmx and the autocomplete go to the plug-in, which brings them to any host: one copy, not two.
const plugin = join(here, "..", "courses", "static", "courses");
const scripts = { [join(out, "js")]: ["site"], [plugin]: ["htmx"] };
const settings = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  ignoreAnnotations: true, // Bootstrap Italia marks its plug-ins as free of side effects; they start themselves
  legalComments: "none",
  logLevel: "warning",
};
for (const [outdir, names] of Object.entries(scripts)) {
  buildSync({ ...settings, outdir, entryPoints: names.map((name) => join(here, "js", `${name}.js`)) });
}

// Charts by the parts that are used: Chart.js tells the truth about its side effects.
buildSync({ ...settings, ignoreAnnotations: false, outdir: plugin, entryPoints: ["charts", "chart-drawing"].map((name) => join(here, "js", `${name}.js`)) });

// The plug-in's combobox for municipalities: the library as published, without the pointer to its source map.
const combobox = readFileSync(join(here, "node_modules", "accessible-autocomplete", "dist", "accessible-autocomplete.min.js"), "utf8");
writeFileSync(
  join(here, "..", "courses", "static", "courses", "autocomplete.js"),
  combobox.replace(/^\/\/# sourceMappingURL=.*$/m, "").trimEnd() + "\n",
);
const autocomplete = readFileSync(join(here, "node_modules", "accessible-autocomplete", "dist", "accessible-autocomplete.min.js"), "utf8");
writeFileSync(join(plugin, "autocomplete.js"), autocomplete.replace(/\s*\/\/# sourceMappingURL=.*\s*$/, "\n"));

// Fonts.
for (const style of ["300", "regular", "italic", "600", "700", "700italic"]) {
  const source = join(italia, "src", "fonts", "Titillium_Web", `titillium-web-v10-latin-ext_latin-${style}.woff2`);
  writeFileSync(join(out, "fonts", `titillium-web-${style}.woff2`), readFileSync(source));
}
writeFileSync(join(out, "fonts", "OFL.txt"), readFileSync(join(italia, "src", "fonts", "Titillium_Web", "OFL.txt")));

// Icons: one sprite with the listed ones.
const symbols = lines("icons.txt").map((name) => {
  const svg = readFileSync(join(italia, "src", "svg", `it-${name}.svg`), "utf8");
  const [, attributes, body] = svg.match(/<svg([^>]*)>([\s\S]*)<\/svg>/);
  const box = attributes.match(/viewBox="([^"]+)"/)?.[1] ?? "0 0 24 24";
  return `<symbol id="it-${name}" viewBox="${box}">${body.replace(/\s*\n\s*/g, "")}</symbol>`;
});
writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);

// The budgets: a page heavier than this fails the build instead of somebody's patience on a train.
const weight = (...files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
const site = join(out, "js", "site.js");
const budgets = [
  ["css of a page", 60, weight(join(out, "css", "site.css"))],
  ["js of a lesson page", 60, weight(site, join(plugin, "htmx.js"), join(plugin, "video.js"))],
  ["js of the sign-up page", 60, weight(site, join(plugin, "autocomplete.js"), join(plugin, "municipality.js"))],
  ["js of a page of charts", 64, weight(join(plugin, "charts.js"))],
  ["icons", 12, weight(join(out, "icons.svg"))],
];
for (const [what, limit, bytes] of budgets) {
  console.log(`${what}: ${(bytes / 1024).toFixed(1)} KB gzip (limit ${limit})`);
  if (bytes > limit * 1024) process.exitCode = 1;
}

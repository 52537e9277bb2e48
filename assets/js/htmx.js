// htmx, configured by the meta tag in templates/base.html (no eval, no inline style, own site only).
import htmx from "htmx.org";

window.htmx = htmx;

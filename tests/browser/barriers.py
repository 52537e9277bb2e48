"""What axe-core finds on a page.

Half of its time goes to two rules, colours and sizes, that judge each element where it stands. The frame of the pages,
what is around their `main`, is the same on hundreds of them: these rules judge it once per width, and on later pages
what is in `main` alone. All other rules judge the whole page each time. A page that has not changed at all since it was
judged at this width is not judged again.
"""

import hashlib

from playwright.sync_api import Page

from tests.browser.watching import AXE

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEAVY = ["color-contrast", "target-size"]

# The page as the rules see it: its elements, where the keyboard is, what the reader typed and chose. Of the frame only
# what colours and sizes may depend on: neither the addresses of its links nor what is in the head beside stylesheets.
LOOK = """() => {
  const page = document.documentElement, at = document.activeElement, inMain = at && at.closest("main");
  const place = [...document.querySelectorAll("*")].indexOf(at);
  const chosen = [...document.querySelectorAll("input, select, textarea")]
    .filter((one) => one.name !== "csrfmiddlewaretoken").map((one) => [one.checked, one.value, one.disabled]);
  const whole = page.outerHTML.replace(/(name="csrfmiddlewaretoken" value=")\\w+/g, "$1");
  const frame = page.cloneNode(true);
  for (const one of frame.querySelectorAll("main")) one.innerHTML = "";
  const silent = "head > *:not(link[rel=stylesheet], style), input[type=hidden]";
  for (const one of frame.querySelectorAll(silent)) one.remove();
  for (const one of frame.querySelectorAll("[href]:not(link)")) one.setAttribute("href", "");
  return [JSON.stringify([whole, place, chosen]), JSON.stringify([frame.outerHTML, inMain ? -1 : place])];
}"""
RUN = """async ([where, tags, heavy, selector]) => {
  axe.configure({ rules: heavy.map((id) => ({ id, selector })) });
  const options = { runOnly: tags, resultTypes: ["violations"], preload: { assets: ["media"] } };
  const found = await axe.run(where || document, options);
  return found.violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.slice(0, 4).map((node) => `${node.target} ${node.html.slice(0, 160)}`),
  }));
}"""

_clean: set[tuple] = set()  # pages and frames in which nothing was found, by width


def barriers(page: Page, where: str | None = None) -> list[str]:
    """The violations on the page, or inside a selector. `evaluate` runs beside the page's own CSP, which stays on."""
    # a colour half-way through a transition is no colour
    page.evaluate("() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {})))")
    width = page.viewport_size["width"]
    whole, frame = ((width, where, hashlib.sha256(text.encode()).digest()) for text in page.evaluate(LOOK))
    if whole in _clean:
        return []
    if not page.evaluate("() => 'axe' in window"):  # a page that is judged at another width has it
        page.evaluate(AXE)
    selector = "main *" if frame in _clean else "*"
    found = page.evaluate(RUN, [where, TAGS, HEAVY, selector])
    if not found:
        _clean.update({whole, frame})
    return [f"{one['id']}: {one['help']}: {one['nodes']}" for one in found]

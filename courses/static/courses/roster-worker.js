// Shows a register without network. Only pages that say until when («Roster-Until») are kept, on this device alone.
const KEPT = "courses-roster";
const PATIENCE = 6000; // milliseconds: a network as slow as this is none
const WHATEVER = { ignoreVary: true };

const isRoster = (answer) => answer.ok && !answer.redirected && answer.headers.has("Roster-Until");

// what the participants need is read on the site alone: no copy of it stays on a telephone
const withoutNeeds = async (answer) => {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  const text = (await answer.text()).replace(/<section[^>]*data-needs-until[^]*?<\/section>/, "");
  return new Response(text, { status: answer.status, headers });
};

const kept = async (request) => {
  const store = await caches.open(KEPT);
  const found = await store.match(request, WHATEVER);
  if (!found || !found.headers.has("Roster-Until")) return found;
  if (Number(found.headers.get("Roster-Until")) > Date.now()) return found;
  await caches.delete(KEPT); // its day is over
  return undefined;
};

const remember = async (request, answer) => {
  const store = await caches.open(KEPT);
  if (isRoster(answer)) await store.put(request, await withoutNeeds(answer.clone()));
  // closed, or no longer this teacher's; on the way to the sign-in page the copy stays
  else if (answer.type !== "opaqueredirect" && answer.status < 500) await store.delete(request, WHATEVER);
};

const fromNetwork = async (event) => {
  const answer = await fetch(event.request);
  if (event.request.mode === "navigate") await remember(event.request, answer);
  return answer;
};

const answerTo = async (event) => {
  const copy = await kept(event.request);
  if (!copy) return fromNetwork(event);
  const network = fromNetwork(event);
  const slow = new Promise((resolve) => { setTimeout(() => resolve(copy.clone()), PATIENCE); });
  return Promise.race([network, slow]).catch(() => copy);
};

const keep = async (page, parts) => {
  const store = await caches.open(KEPT);
  const answer = await fetch(page, { credentials: "same-origin" });
  if (!isRoster(answer)) return false;
  await store.put(page, await withoutNeeds(answer));
  await Promise.all(parts.map(async (part) => {
    const found = await fetch(part);
    if (found.ok) await store.put(part, found);
  }));
  return true;
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep: page, parts, forget } = event.data;
  const reply = (said) => event.source?.postMessage(said);
  if (forget) event.waitUntil(caches.delete(KEPT));
  else if (page) event.waitUntil(keep(page, parts).then((done) => reply({ kept: done }), () => reply({ kept: false })));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const own = new URL(request.url).origin === self.location.origin;
  // what scripts ask for (the token, the sending) is between them and the network
  if (request.method === "GET" && own && request.destination !== "") event.respondWith(answerTo(event));
});

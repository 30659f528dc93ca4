{% load static zugong %}{% unsent_scripts as scripts %}{% style_files as styles %}/* Keeps style, scripts and the page that says "no line", and nothing that tells of anybody. */
const KEPT = "zugong-{{ version }}";
const NO_LINE = "{% url 'no_line' %}";
const STATIC = "{% get_static_prefix %}";
const ADDRESSES = [new Request(NO_LINE, { credentials: "omit" }), "{% static 'web/icon.svg' %}", "{% static 'web/later.js' %}"{% for script in scripts %}, "{% static script %}"{% endfor %}{% for file in styles %}, "{% static file %}"{% endfor %}];
const PATIENCE_MS = 1500;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(ADDRESSES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const forget = (names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(forget).then(() => self.clients.claim()));
});

const fetched = async (request) => {
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(KEPT)).put(request, answer.clone());
  return answer;
};

/* The network first, so that a new release is seen at once; what is kept where the line is too slow or gone. */
const quickest = async (request) => {
  const kept = await caches.match(request);
  const coming = fetched(request);
  if (!kept) return coming;
  const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE_MS));
  return Promise.race([coming.catch(() => kept), late]);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(NO_LINE)));
  else if (request.method === "GET" && address.pathname.startsWith(STATIC)) event.respondWith(quickest(request));
});

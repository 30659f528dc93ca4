/* Forms marked data-keep: what is typed stays on this telephone until it is sent, and a sending that fails waits here.
   Everything lies encrypted under a key that only pages of the signed-in account carry; signing out deletes it. Where the
   browser has no encryption (no TLS) things are kept for this window alone. Without this script a form is a plain form. */
(() => {
  const here = document.currentScript.dataset;
  const words = document.getElementById("unsent-words");
  const isSafe = Boolean(window.crypto && crypto.subtle);
  const store = isSafe ? localStorage : sessionStorage;
  const KEY = "zugong.key";
  const ANSWERED = "zugong.answered";
  const PATIENCE_MS = 20000;
  const AGAIN_MS = 20000;
  const MOST_PAGES = 6;
  const OLDEST_MS = 30 * 24 * 3600 * 1000;  // half of the time for which the site knows a form again

  const say = (name) => words.content.querySelector(`[data-say="${name}"]`).textContent;
  const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const made = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text || "";
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  /* --- Whose things these are --- */

  if (here.account) sessionStorage.setItem(KEY, JSON.stringify({ account: here.account, key: here.key }));
  // The page without a line is nobody's; it goes on for whoever this window belonged to.
  const own = here.shell === undefined
    ? { account: here.account, key: here.key }
    : JSON.parse(sessionStorage.getItem(KEY) || '{"account": ""}');
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const text64 = (array) => {
    let said = "";
    for (let at = 0; at < array.length; at += 8192) said += String.fromCharCode(...array.subarray(at, at + 8192));
    return btoa(said);
  };
  const secret = isSafe && own.key ? crypto.subtle.importKey("raw", bytes(own.key), "AES-GCM", false, ["encrypt", "decrypt"]) : null;

  const sealed = async (thing) => {
    const plain = new TextEncoder().encode(JSON.stringify(thing));
    if (!isSafe) return text64(plain);
    const start = crypto.getRandomValues(new Uint8Array(12));
    const hidden = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: start }, await secret, plain));
    const all = new Uint8Array(12 + hidden.length);
    all.set(start);
    all.set(hidden, 12);
    return text64(all);
  };
  const opened = async (text) => {
    const all = bytes(text);
    const plain = isSafe ? await crypto.subtle.decrypt({ name: "AES-GCM", iv: all.subarray(0, 12) }, await secret, all.subarray(12)) : all;
    return JSON.parse(new TextDecoder().decode(plain));
  };

  const prefix = (kind) => `zugong.${own.account}.${kind}.`;
  const names = (start) => Object.keys(store).filter((name) => name.startsWith(start));
  const keep = async (kind, name, thing) => {
    const text = await sealed(thing);
    if (!own.account) return false;  // signed out meanwhile
    try {
      store.setItem(prefix(kind) + name, text);
      return true;
    } catch (problem) {
      if (problem.name !== "QuotaExceededError") throw problem;
      return false;
    }
  };
  const readOr = async (name) => {
    const text = store.getItem(name);
    try {
      return text ? await opened(text) : null;
    } catch (problem) {
      if (problem.name !== "OperationError") throw problem;
      store.removeItem(name);  // the site has another key since: nobody can read it any more
      return null;
    }
  };
  const kept = (kind, name) => readOr(prefix(kind) + name);
  const drop = (kind, name) => store.removeItem(prefix(kind) + name);
  const allOf = async (kind) => {
    const found = [];
    for (const name of names(prefix(kind))) {
      const thing = await readOr(name);
      if (thing) found.push({ name: name.slice(prefix(kind).length), ...thing });
    }
    return found.sort((one, other) => one.at - other.at);
  };
  const forgetAll = () => {
    names(`zugong.${own.account}.`).forEach((name) => store.removeItem(name));
    sessionStorage.removeItem(KEY);
    own.account = "";
  };

  /* --- What is typed --- */

  const forms = () => [...document.querySelectorAll("form[data-keep]")];
  const addressOf = (form) => new URL(form.getAttribute("action") || location.href, location.href);
  // Of two forms at one address with different things filled in, each has its own.
  const openedWith = (form) => (form.elements.opened_with ? form.elements.opened_with.value : addressOf(form).search);
  const draftName = (form) => `${addressOf(form).pathname}?${openedWith(form)}` + (form.id ? `#${form.id}` : "");
  const titleOf = (form) => form.dataset.keep || (document.querySelector("h1") || document).textContent.trim();
  const isTyped = (field) => field.name && !["hidden", "file", "password", "submit", "button"].includes(field.type);
  const usual = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.defaultChecked;
    if (field.tagName !== "SELECT") return field.defaultValue;
    const chosen = [...field.options].find((option) => option.defaultSelected) || field.options[0];
    return chosen ? chosen.value : "";
  };
  const nowIn = (field) => (field.type === "checkbox" || field.type === "radio" ? field.checked : field.value);
  const put = (field, value) => {
    if (typeof value === "boolean") field.checked = value;
    else if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) return;
    else field.value = value;
  };
  const spot = (field) => (field.type === "checkbox" || field.type === "radio" ? `${field.name}=${field.value}` : field.name);

  // Over what each value was typed first: the page that answers a form shows what was typed as if it had stood there.
  const bases = new WeakMap();
  const keepDraft = async (form) => {
    const typed = {};
    for (const field of form.elements) {
      if (!isTyped(field)) continue;
      const [before] = (bases.get(form) || {})[spot(field)] || [usual(field)];
      if (nowIn(field) !== before) typed[spot(field)] = [before, nowIn(field)];
    }
    if (!own.account) return;
    if (Object.keys(typed).length) await keep("draft", draftName(form), { at: Date.now(), typed });
    else drop("draft", draftName(form));
    promise(form);
  };
  const promise = (form) => {
    if (form.querySelector(".unsent-promise")) return;
    form.append(made("p", say(isSafe ? "promise" : "promise-window"), { class: "soft unsent-promise noprint" }));
  };

  const restore = async (form) => {
    if (form.dataset.restored || !own.account) return;
    form.dataset.restored = "yes";
    const draft = await kept("draft", draftName(form));
    if (!draft) return;
    bases.set(form, draft.typed);
    const differing = [];
    let isOld = false;
    for (const field of form.elements) {
      const [before, typed] = (isTyped(field) && draft.typed[spot(field)]) || [];
      if (typed === undefined || nowIn(field) === typed) continue;
      // The page shows another value than the one over which this was typed: somebody recorded it meanwhile.
      if (typeof typed === "string" && usual(field) !== before && usual(field)) differing.push([field, usual(field), typed]);
      put(field, typed);
      isOld = true;
    }
    if (!isOld) return;
    tellRestored(form, draft, differing);
    form.dispatchEvent(new CustomEvent("unsent:restored", { bubbles: true }));
  };
  const tellRestored = (form, draft, differing) => {
    const note = made("div", "", { class: `note ${differing.length ? "warning" : "info"} noprint`, role: "status" });
    const line = made("p", `${say("restored")} ${moment(draft.at)} `);
    const away = made("button", say("delete"), { type: "button", class: "plain" });
    away.addEventListener("click", () => { drop("draft", draftName(form)); bases.delete(form); form.reset(); note.remove(); });
    line.append(away);
    note.append(line);
    if (differing.length) note.append(made("p", say("differs")), ...differing.map((one) => choice(form, ...one)));
    form.prepend(note);
    promise(form);
  };
  const choice = (form, field, theirs, mine) => {
    const shown = (value) => ([...(field.options || [])].find((option) => option.value === value) || { text: value }).text;
    const box = made("fieldset", "", { class: "unsent-choice" });
    box.append(made("legend", field.labels && field.labels[0] ? field.labels[0].textContent.trim() : field.name));
    for (const [name, value] of [["theirs", theirs], ["mine", mine]]) {
      const label = made("label", "", { class: "choice" });
      const radio = made("input", "", { type: "radio", name: `unsent-${field.name}` });
      radio.checked = name === "mine";
      radio.addEventListener("change", () => { put(field, value); keepDraft(form); });
      label.append(radio, ` ${say(name)}: ${shown(value)}`);
      box.append(label);
    }
    return box;
  };

  let timer = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.matches("form[data-keep]") || (event.target.name || "").startsWith("unsent-")) return;
    clearTimeout(timer);
    timer = setTimeout(() => keepDraft(form), 250);
  });

  /* --- Sending --- */

  const ask = async (address, options = {}) => {
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(address, { credentials: "same-origin", signal: stop.signal, ...options });
      return { status: answer.status, leadsTo: answer.headers.get("Leads-To"), later: answer.headers.has("Retry-After"), text: await answer.text() };
    } catch (problem) {
      if (!(problem instanceof TypeError) && problem.name !== "AbortError") throw problem;
      return { status: 0, later: true };  // no line, or one that broke in the middle: the mark of the form says what became of it
    } finally {
      clearTimeout(clock);
    }
  };
  const sent = async (sending, token) => {
    const body = new URLSearchParams(sending.entries.filter(([name]) => name !== "csrfmiddlewaretoken"));
    body.append("csrfmiddlewaretoken", token);
    return ask(sending.action, { method: "POST", headers: { "X-Unsent": "1" }, body });
  };
  const outcome = (answer) => {
    if (answer.leadsTo) return "done";
    if (answer.status === 401) return "ended";
    return !answer.status || answer.later || answer.status === 429 || answer.status >= 500 ? "later" : "look";
  };
  const leave = (address) => {
    const next = new URL(address, location.href);
    if (next.pathname === location.pathname && next.search === location.search) location.reload();
    else location.assign(next);
  };
  const show = (answer, action) => {
    const address = new URL(action, location.href);
    if (address.pathname + address.search !== location.pathname + location.search) history.pushState(null, "", address.pathname + address.search);
    sessionStorage.setItem(ANSWERED, "yes");
    document.open();
    document.write(answer.text);
    document.close();
    if (address.hash) setTimeout(() => { const there = document.querySelector(address.hash); if (there) there.scrollIntoView(); }, 50);
  };
  const showInPlace = (place, answer) => {
    const page = new DOMParser().parseFromString(answer.text, "text/html");
    const content = page.querySelector("#content");
    content.querySelectorAll("h1, .crumbs").forEach((one) => one.remove());
    place.replaceChildren(...content.childNodes);
    if (window.htmx) htmx.process(place);
    begin();
    place.scrollIntoView({ block: "nearest" });
  };

  // What had to be looked at again was looked at: its form is recorded now.
  const dropLookedAt = async (action) => {
    const path = new URL(action, location.href).pathname;
    for (const one of await allOf("unsent")) if (one.state === "look" && new URL(one.action).pathname === path) drop("unsent", one.name);
  };
  const finish = async (form, answer, action) => {
    drop("draft", draftName(form));
    await dropLookedAt(action);
    leave(form.closest("[data-in-place]") ? location.href : answer.leadsTo);
  };
  const wait = async (form, sending, state) => {
    if (sending.hasFile) return tell(form, say("files"));
    const { hasFile, ...plain } = sending;
    if (!(await keep("unsent", sending.mark, { ...plain, at: Date.now(), state }))) return tell(form, say("full"));
    drop("draft", draftName(form));
    form.querySelectorAll("button, input, select, textarea").forEach((one) => { one.disabled = true; });
    await list();
    document.getElementById("unsent").scrollIntoView({ block: "center" });
  };
  const tell = (form, sentence) => {
    form.querySelectorAll(".unsent-told").forEach((one) => one.remove());
    const note = made("p", sentence, { class: "note warning unsent-told", role: "alert", tabindex: "-1" });
    form.prepend(note);
    note.focus();
  };

  const onSubmit = async (form, submitter) => {
    const data = new FormData(form);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    const all = [...data.entries()].filter(([name]) => !name.startsWith("unsent-"));
    const sending = {
      action: String(submitter && submitter.hasAttribute("formaction") ? new URL(submitter.formAction) : addressOf(form)),
      title: titleOf(form), mark: data.get("form_mark") || String(Date.now()),
      entries: all.filter(([, value]) => typeof value === "string"),
      hasFile: all.some(([, value]) => typeof value !== "string" && value.size),
    };
    const answer = sending.hasFile
      ? await ask(sending.action, { method: "POST", headers: { "X-Unsent": "1" }, body: data })
      : await sent(sending, data.get("csrfmiddlewaretoken"));
    const became = outcome(answer);
    if (became === "done") return finish(form, answer, sending.action);
    if (became !== "look") return wait(form, sending, became === "ended" ? "ended" : "waits");
    const place = form.closest("[data-in-place]");
    return place ? showInPlace(place, answer) : show(answer, sending.action);
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches(`form[action="${here.signOut}"]`)) {
      signOut(event);
      return;
    }
    if (!form.matches("form[data-keep]") || !own.account || event.defaultPrevented) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    clearTimeout(timer);
    form.setAttribute("aria-busy", "true");
    const note = made("p", say("sending"), { class: "soft unsent-sending", role: "status" });
    form.append(note);
    await onSubmit(form, event.submitter);
    note.remove();
    form.removeAttribute("aria-busy");
  });
  const signOut = (event) => {
    clearTimeout(timer);
    if (own.account && names(prefix("unsent")).length && !confirm(say("leave-sure"))) event.preventDefault();
    else forgetAll();
  };

  /* --- What waits --- */

  const later = () => { setTimeout(sendAll, AGAIN_MS); };
  const sendAll = () => (navigator.locks ? navigator.locks.request("zugong-unsent", { ifAvailable: true }, (lock) => lock && sendEach()) : sendEach());
  const sendEach = async () => {
    if (!own.account) return;
    const waiting = (await allOf("unsent")).filter((one) => one.state !== "look");
    if (!waiting.length) return;
    const line = await ask(here.line);
    if (line.status !== 200) return later();
    const { account, token } = JSON.parse(line.text);
    if (account !== own.account) return mark(waiting, "ended");
    for (const one of waiting) {
      if (Date.now() - one.at > OLDEST_MS) { await mark([one], "look"); continue; }
      const answer = await sent(one, token);
      const became = outcome(answer);
      if (became === "later") { later(); break; }
      if (became === "done") {
        drop("unsent", one.name);
        await dropLookedAt(one.action);
        told.push([one, answer.leadsTo]);
      } else await mark([one], became);
    }
    await list();
  };
  const told = [];
  const mark = async (things, state) => {
    for (const { name, ...one } of things) await keep("unsent", name, { ...one, state });
    await list();
  };
  const reopen = async (one) => {
    const line = await ask(here.line);
    if (line.status !== 200) return;
    const { account, token } = JSON.parse(line.text);
    if (account !== own.account) return mark([one], "ended");
    const answer = await sent(one, token);
    if (outcome(answer) === "done") { drop("unsent", one.name); leave(answer.leadsTo); } else if (outcome(answer) === "look") show(answer, one.action);
  };

  const line = (one, state, leadsTo) => {
    const shown = made("li", "");
    if (leadsTo) shown.append(made("a", one.title, { href: leadsTo }));
    else shown.append(`${one.title} · ${moment(one.at)} `);
    const button = (name, act) => { const it = made("button", say(name), { type: "button", class: "quiet" }); it.addEventListener("click", act); shown.append(" ", it); };
    if (state === "waits") button("send", sendAll);
    if (state === "look") button("open", () => reopen(one));
    if (!leadsTo) button("delete", async () => { if (confirm(say("delete-sure"))) { drop("unsent", one.name); await list(); } });
    return shown;
  };
  const list = async () => {
    const before = document.getElementById("unsent");
    const bar = made("section", "", { id: "unsent", class: "unsent noprint", role: "status" });
    const part = (kind, sentence, things) => {
      if (!things.length) return;
      const note = made("div", "", { class: `note ${kind}` });
      const all = made("ul", "", { class: "plainlist" });
      all.append(...things);
      note.append(made("p", sentence), all);
      if (sentence === say("ended")) note.append(made("a", say("sign-in"), { class: "button", href: `${here.signIn}?next=${encodeURIComponent(location.pathname + location.search)}` }));
      bar.append(note);
    };
    const waiting = own.account ? await allOf("unsent") : [];
    const of = (state) => waiting.filter((one) => one.state === state).map((one) => line(one, state));
    part("success", say("sent"), told.map(([one, leadsTo]) => line(one, "sent", leadsTo)));
    part("warning", say("waits"), of("waits"));
    part("warning", say("ended"), of("ended"));
    part("error", say("look"), of("look"));
    if (!here.account && here.shell === undefined && names("zugong.").some((name) => name.includes(".unsent."))) bar.append(made("p", say("strangers"), { class: "note info" }));
    if (before) before.remove();
    if (bar.childElementCount) document.getElementById("content").prepend(bar);
  };

  /* --- A form that was opened before, without a line --- */

  const pageName = location.pathname + location.search;
  const keepPage = async () => {
    const isAnswer = sessionStorage.getItem(ANSWERED);
    sessionStorage.removeItem(ANSWERED);
    if (!own.account || isAnswer || here.shell !== undefined || !forms().length) return;
    const content = document.getElementById("content").cloneNode(true);
    content.querySelectorAll("#unsent, .note").forEach((one) => one.remove());
    const pages = await allOf("page");
    pages.slice(0, Math.max(pages.length - MOST_PAGES, 0)).forEach((one) => drop("page", one.name));
    await keep("page", pageName, { at: Date.now(), title: document.title, content: content.innerHTML });
  };
  const showPage = async () => {
    if (here.shell === undefined || !own.account) return;
    const page = await kept("page", pageName);
    if (!page) return;
    document.title = page.title;
    const note = made("p", say("shell"), { class: "note info", role: "status" });
    const content = document.getElementById("content");
    content.innerHTML = page.content;
    content.prepend(note);
    // A mark of its own: the form may be filled in twice from one page.
    content.querySelectorAll("[name=form_mark]").forEach((one) => { one.value = text64(crypto.getRandomValues(new Uint8Array(12))); });
  };

  const begin = () => Promise.all(forms().map(restore));
  const start = async () => {
    await keepPage();
    await showPage();
    await begin();
    await list();
    // Who signed in again: what waited for that is sent now.
    if (own.account) await mark((await allOf("unsent")).filter((one) => one.state === "ended"), "waits");
    await sendAll();
  };
  addEventListener("online", sendAll);
  document.addEventListener("htmx:afterSettle", begin);
  if (isSafe && "serviceWorker" in navigator && here.account) navigator.serviceWorker.register(here.worker);
  start();
})();

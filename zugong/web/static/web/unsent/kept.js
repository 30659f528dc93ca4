/* Forms marked data-keep: what is typed stays on this telephone until it is sent, and a sending that fails waits here.
   Everything lies encrypted under a key that only pages of the signed-in account carry; signing out deletes it. Where the
   browser has no encryption (no TLS) things are kept for this window alone. Without these scripts a form is a plain form.

   This one keeps: whose things they are, and how they lie on the telephone. `window.unsent` is what the others share. */
(() => {
  const words = document.getElementById("unsent-words");
  const here = words.dataset;
  const isSafe = Boolean(window.crypto && crypto.subtle);
  const store = isSafe ? localStorage : sessionStorage;
  const KEY = "zugong.key";
  const ANSWERED = "zugong.answered";  // says that the next page is the answer to a form, and no form to be kept

  const say = (name) => words.content.querySelector(`[data-say="${name}"]`).textContent;
  const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const made = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text || "";
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

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

  window.unsent = { ANSWERED, here, own, isSafe, say, moment, made, text64, prefix, names, keep, kept, drop, allOf, forgetAll };
})();

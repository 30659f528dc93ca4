/* A form is sent by the script, which reads the answer itself: done, to be looked at again, or the line is gone and it waits. */
(() => {
  const { ANSWERED, here, own, say, made, prefix, names, keep, drop, allOf, forgetAll, addressOf, draftName, titleOf } = window.unsent;
  const { unsent } = window;  // what is loaded after this script
  const PATIENCE_MS = 20000;

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
    scrollTo(0, 0);  // as after any other answer: what is to be looked at stands on top
    if (address.hash) setTimeout(() => { const there = document.querySelector(address.hash); if (there) there.scrollIntoView(); }, 50);
  };
  const showInPlace = (place, answer) => {
    const page = new DOMParser().parseFromString(answer.text, "text/html");
    const content = page.querySelector("#content");
    content.querySelectorAll("h1, .crumbs").forEach((one) => one.remove());
    place.replaceChildren(...content.childNodes);
    if (window.htmx) htmx.process(place);
    unsent.begin();
    place.scrollIntoView({ block: "nearest" });
  };

  // What had to be looked at again was looked at: its form is recorded now.
  const dropLookedAt = async (action) => {
    const path = new URL(action, location.href).pathname;
    for (const one of await allOf("unsent")) if (one.state === "look" && new URL(one.action).pathname === path) drop("unsent", one.name);
  };
  const finish = async (form, answer, { action, title, mark }) => {
    drop("draft", draftName(form));
    await dropLookedAt(action);
    // What was sent as a new one and is recorded in the one that somebody else had begun meanwhile.
    if (form.dataset.sentTo) await dropLookedAt(form.dataset.sentTo);
    await keep("told", mark, { title, at: Date.now(), leadsTo: answer.leadsTo, isPlain: true });
    leave(form.closest("[data-in-place]") ? location.href : answer.leadsTo);
  };
  const wait = async (form, sending, state) => {
    if (sending.hasFile) return tell(form, say("files"));
    const { hasFile, ...plain } = sending;
    if (!(await keep("unsent", sending.mark, { ...plain, at: Date.now(), state }))) return tell(form, say("full"));
    drop("draft", draftName(form));
    if (!form.closest("[data-in-place]")) form.dataset.waits = sending.mark;
    document.querySelectorAll(".note.success").forEach((one) => one.remove());  // of what was recorded before this
    [...form.elements].forEach((one) => { one.disabled = true; });  // buttons that stand outside of it too
    await unsent.list();
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
    if (became === "done") return finish(form, answer, sending);
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
    unsent.stopTyping();
    form.setAttribute("aria-busy", "true");
    const note = made("p", say("sending"), { class: "soft unsent-sending", role: "status" });
    form.append(note);
    await onSubmit(form, event.submitter);
    note.remove();
    form.removeAttribute("aria-busy");
  });
  const signOut = (event) => {
    unsent.stopTyping();
    if (own.account && names(prefix("unsent")).length && !confirm(say("leave-sure"))) event.preventDefault();
    else forgetAll();
  };

  Object.assign(window.unsent, { ask, sent, outcome, leave, show, dropLookedAt });
})();

/* What waits on this telephone is listed on every page, and sent when the line is back. */
(() => {
  const { here, own, say, moment, made, names, keep, drop, allOf, ask, sent, outcome, leave, show, dropLookedAt } = window.unsent;
  const LOCK = "zugong-unsent";
  const AGAIN_MS = 20000;
  const OLDEST_MS = 30 * 24 * 3600 * 1000;  // half of the time for which the site knows a form again

  const later = () => { setTimeout(sendAll, AGAIN_MS); };
  const sendAll = () => (navigator.locks ? navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock && sendEach()) : sendEach());
  // Who presses the button wants it tried anew, and is told what came of it.
  const sendNow = async (event) => {
    event.target.disabled = true;
    event.target.textContent = say("sending");
    if (!(await (navigator.locks ? navigator.locks.request(LOCK, sendEach) : sendEach()))) await list(say("no-line-yet"));
  };
  /* True where the line was there. What is recorded changes the page that shows it: it is opened anew, unless somebody types. */
  const sendEach = async () => {
    if (!own.account) return false;
    const waiting = (await allOf("unsent")).filter((one) => one.state !== "look");
    if (!waiting.length) return true;
    const line = await ask(here.line);
    if (line.status !== 200) { later(); return false; }
    const { account, token } = JSON.parse(line.text);
    if (account !== own.account) { await mark(waiting, "ended"); return true; }
    const recorded = [];
    for (const one of waiting) {
      if (Date.now() - one.at > OLDEST_MS) { await mark([one], "look"); continue; }
      const answer = await sent(one, token);
      const became = outcome(answer);
      if (became === "later") { later(); break; }
      if (became === "done") {
        drop("unsent", one.name);
        await dropLookedAt(one.action);
        recorded.push([one, answer.leadsTo]);
      } else await mark([one], became);
    }
    if (recorded.length && !isTyping()) return leaveRecorded(recorded);
    told.push(...recorded);
    await list();
    return true;
  };
  const told = [];
  const isTyping = () => Boolean(document.activeElement && document.activeElement.matches("input, select, textarea") && !document.activeElement.disabled);
  const leaveRecorded = async (recorded) => {
    for (const [{ name, title, at }, leadsTo] of recorded) await keep("told", name, { title, at, leadsTo });
    const shown = recorded.find(([one]) => document.querySelector(`form[data-waits="${CSS.escape(one.name)}"]`));
    leave(shown ? shown[1] : location.href);
    return true;
  };
  /* What the page before has to tell. What was sent in the ordinary way is told only where the page it led to is missing. */
  const hearTold = async () => {
    for (const { name, ...one } of await allOf("told")) {
      if (!one.isPlain || here.shell !== undefined) told.push([one, one.leadsTo]);
      if (!one.isPlain || here.shell === undefined) drop("told", name);
    }
  };
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
    if (leadsTo) {
      const link = made("a", one.title, { href: leadsTo });
      // The address of the page itself would only be jumped to, and the page is not as it was any more.
      link.addEventListener("click", (event) => { event.preventDefault(); leave(leadsTo); });
      shown.append(link);
    }
    else shown.append(`${one.title} · ${moment(one.at)} `);
    const button = (name, act) => { const it = made("button", say(name), { type: "button", class: "quiet" }); it.addEventListener("click", act); shown.append(" ", it); };
    if (state === "waits") button("send", sendNow);
    if (state === "look") button("open", () => reopen(one));
    if (!leadsTo) button("delete", async () => { if (confirm(say("delete-sure"))) { drop("unsent", one.name); await list(); } });
    return shown;
  };
  const list = async (problem) => {
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
    // What stands open on this very page is not listed as waiting to be opened.
    const isOpen = (one) => window.unsent.isAnswer && one.state === "look" && new URL(one.action).pathname === location.pathname;
    const of = (state) => waiting.filter((one) => one.state === state && !isOpen(one)).map((one) => line(one, state));
    part("success", say(here.shell === undefined ? "sent" : "recorded"), told.map(([one, leadsTo]) => line(one, "sent", leadsTo)));
    part("warning", [say("waits"), problem].filter(Boolean).join(" "), of("waits"));
    part("warning", say("ended"), of("ended"));
    part("error", say("look"), of("look"));
    if (!here.account && here.shell === undefined && names("zugong.").some((name) => name.includes(".unsent."))) bar.append(made("p", say("strangers"), { class: "note info" }));
    if (before) before.remove();
    if (bar.childElementCount) document.getElementById("content").prepend(bar);
  };

  Object.assign(window.unsent, { list, mark, sendAll, hearTold });
})();

/* What waits on this telephone is listed on every page, and sent when the line is back. */
(() => {
  const { here, own, say, moment, made, names, keep, drop, allOf, ask, sent, outcome, leave, show, dropLookedAt } = window.unsent;
  const AGAIN_MS = 20000;
  const OLDEST_MS = 30 * 24 * 3600 * 1000;  // half of the time for which the site knows a form again

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

  Object.assign(window.unsent, { list, mark, sendAll });
})();

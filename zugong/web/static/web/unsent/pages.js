/* A page with a form that was opened before is there without a line too; then each page begins here. */
(() => {
  const { ANSWERED, here, own, isSafe, say, made, text64, keep, kept, drop, allOf, forms, restore, list, mark, sendAll, hearTold } = window.unsent;
  const MOST_PAGES = 6;

  const pageName = location.pathname + location.search;
  const keepPage = async () => {
    const isAnswer = window.unsent.isAnswer = Boolean(sessionStorage.getItem(ANSWERED));
    sessionStorage.removeItem(ANSWERED);
    if (!own.account || isAnswer || here.shell !== undefined || !forms().length) return;
    const content = document.getElementById("content").cloneNode(true);
    content.querySelectorAll("#unsent, .note").forEach((one) => one.remove());
    const pages = await allOf("page");
    pages.slice(0, Math.max(pages.length - MOST_PAGES, 0)).forEach((one) => drop("page", one.name));
    await keep("page", pageName, { at: Date.now(), title: document.title, content: content.innerHTML });
  };
  const showPage = async () => {
    if (here.shell === undefined) return;
    const page = own.account ? await kept("page", pageName) : null;
    if (!page) {
      addEventListener("online", async () => { if (!(await allOf("unsent")).some((one) => one.state === "waits")) location.reload(); });
      return;
    }
    document.title = page.title;
    const note = made("p", say("shell"), { class: "note info", role: "status" });
    const content = document.getElementById("content");
    content.innerHTML = page.content;
    content.prepend(note);
    // A mark of its own: the form may be filled in twice from one page.
    content.querySelectorAll("[name=form_mark]").forEach((one) => { one.value = text64(crypto.getRandomValues(new Uint8Array(12))); });
  };

  const begin = () => Promise.all(forms().map(restore));
  window.unsent.begin = begin;
  const start = async () => {
    await keepPage();
    await showPage();
    await begin();
    await hearTold();
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

/* Makes the nested list a tree in the sense of ARIA: one stop of the tab key, arrow keys inside, branches fetched when they
   are opened, what is open kept in the address. Without this every branch opens by an ordinary link. */
(() => {
  const tree = document.querySelector("[data-tree]");
  if (!tree) return;
  const keepsAddress = tree.dataset.tree !== "part";

  const group = (item) => item.querySelector(":scope > ul");
  const isOpen = (item) => item.getAttribute("aria-expanded") === "true";
  const all = () => [...tree.querySelectorAll("li")].filter((item) => !item.parentElement.closest("ul[hidden]"));
  const parentOf = (item) => item.parentElement.closest("li");

  const dress = (list, level) => {
    const items = [...list.children];
    items.forEach((item, place) => {
      item.setAttribute("role", "treeitem");
      item.setAttribute("aria-level", level);
      item.setAttribute("aria-setsize", items.length);
      item.setAttribute("aria-posinset", place + 1);
      item.setAttribute("aria-label", item.querySelector(".node").textContent.replace(/\s+/g, " ").trim());
      item.tabIndex = -1;
      for (const link of item.querySelectorAll(":scope > .node a")) link.tabIndex = -1;
      const toggle = item.querySelector(":scope > .node .toggle");
      if (toggle) toggle.setAttribute("aria-hidden", "true");
      const below = group(item);
      if (item.dataset.children) item.setAttribute("aria-expanded", String(Boolean(below)));
      if (below) {
        below.setAttribute("role", "group");
        dress(below, level + 1);
      }
    });
  };

  const remember = () => {
    if (!keepsAddress) return;
    const address = new URL(location.href);
    const open = all().filter(isOpen).map((item) => item.dataset.id);
    address.searchParams.set("open", open.join(",") || "0");
    address.searchParams.delete("show");
    address.hash = "";
    history.replaceState(null, "", address.href.replaceAll("%2C", ","));
  };

  const mark = (item, open) => {
    item.setAttribute("aria-expanded", String(open));
    item.querySelector(":scope > .node .toggle").classList.toggle("isopen", open);
    if (group(item)) group(item).hidden = !open;
    remember();
  };

  const open = async (item) => {
    if (!item.dataset.children || isOpen(item)) return;
    if (!group(item)) {
      item.setAttribute("aria-busy", "true");
      const address = new URL(item.dataset.children, location.href);
      const ended = new URL(location.href).searchParams.get("ended");
      if (ended) address.searchParams.set("ended", ended);
      const answer = await fetch(address, { headers: { "HX-Request": "true" } });
      item.removeAttribute("aria-busy");
      if (!answer.ok || answer.redirected) return location.assign(item.querySelector(".toggle").href);
      const list = document.createElement("ul");
      list.innerHTML = await answer.text();
      list.setAttribute("role", "group");
      item.append(list);
      dress(list, Number(item.getAttribute("aria-level")) + 1);
    }
    mark(item, true);
  };

  const close = (item) => isOpen(item) && mark(item, false);

  const focus = (item) => {
    if (!item) return;
    for (const other of tree.querySelectorAll('li[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus();
  };

  const step = (item, by) => {
    const items = all();
    focus(items[items.indexOf(item) + by]);
  };

  const keys = {
    ArrowDown: (item) => step(item, 1),
    ArrowUp: (item) => step(item, -1),
    ArrowRight: (item) => (isOpen(item) ? step(item, 1) : open(item)),
    ArrowLeft: (item) => (isOpen(item) ? close(item) : focus(parentOf(item))),
    Home: () => focus(all()[0]),
    End: () => focus(all().at(-1)),
    Enter: (item) => item.querySelector(":scope > .node a.name")?.click(),
    " ": (item) => (isOpen(item) ? close(item) : open(item)),
    "*": (item) => [...item.parentElement.children].forEach(open),
  };

  tree.addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    if (!item || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act(item);
    }
  });

  tree.addEventListener("click", (event) => {
    const toggle = event.target.closest("a.toggle");
    if (!toggle) return;
    event.preventDefault();
    const item = toggle.closest("li");
    focus(item);
    if (isOpen(item)) close(item);
    else open(item);
  });

  tree.setAttribute("role", "tree");
  dress(tree, 1);
  const shown = tree.dataset.shown && document.getElementById(`org-${tree.dataset.shown}`);
  (shown || tree.querySelector("li")).tabIndex = 0;
  if (shown) shown.scrollIntoView({ block: "center" });
})();

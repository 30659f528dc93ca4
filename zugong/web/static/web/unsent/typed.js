/* What is typed into a form is kept while it is typed, and stands there again when the form is opened anew. */
(() => {
  const { own, isSafe, say, moment, made, keep, kept, drop } = window.unsent;
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
  // Lines of a list have one name: each is kept under its place among them.
  const placeOf = (field) => {
    const same = field.form.elements.namedItem(field.name);
    return same instanceof RadioNodeList ? [...same].indexOf(field) : 0;
  };
  const spot = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return `${field.name}=${field.value}`;
    const place = placeOf(field);
    return place > 0 ? `${field.name}#${place}` : field.name;
  };

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
  const stopTyping = () => clearTimeout(timer);

  Object.assign(window.unsent, { forms, addressOf, draftName, titleOf, restore, stopTyping });
})();

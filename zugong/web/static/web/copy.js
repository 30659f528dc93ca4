// A button beside each line with data-copy copies its text. Without scripts the text can be selected.
"use strict";
async function copy(line, text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Sites inside an intranet are often served without TLS, where browsers have no clipboard for pages.
  getSelection().selectAllChildren(line);
  document.execCommand("copy");
}
for (const line of document.querySelectorAll("[data-copy]")) {
  const text = line.textContent.trim();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet noprint";
  button.textContent = line.dataset.copy;
  button.setAttribute("aria-label", `${line.dataset.copy}: ${text}`);
  button.addEventListener("click", async () => {
    await copy(line, text);
    button.textContent = line.dataset.copied;
    button.setAttribute("aria-live", "polite");
  });
  line.after(button);
}

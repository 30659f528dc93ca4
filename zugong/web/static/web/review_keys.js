// Reviewing by keys: J and K move from clause to clause, 1 to 4 choose the outcome, Ctrl+Enter records.
// Without this script the same form is filled in with Tab and the arrow keys.
(() => {
  const form = document.querySelector("form[data-keys]");
  if (!form) return;
  const lines = [...form.querySelectorAll("[data-line]")];
  let here = -1;

  const move = (step) => {
    here = Math.min(Math.max(here + step, 0), lines.length - 1);
    lines[here].focus({ preventScroll: true });
    lines[here].scrollIntoView({ block: "center" });
  };

  const choose = (number) => {
    const choice = lines[here]?.querySelectorAll("input[type=radio]")[number - 1];
    if (!choice) return;
    choice.checked = true;
    // What is not met needs its reason; everything else goes on to the next.
    if (choice.value === "unmet") lines[here].querySelector("[name^='text.']").focus();
    else move(1);
  };

  form.addEventListener("focusin", (event) => {
    const line = event.target.closest("[data-line]");
    if (line) here = lines.indexOf(line);
  });

  // Only inside the form: single letters elsewhere belong to whoever reads with a screen reader or by voice.
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter") form.requestSubmit();
    const isTyping = event.target.matches("input:not([type=radio]), textarea, select");
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      move(event.key === "j" ? 1 : -1);
    } else if (/^[1-4]$/.test(event.key) && here >= 0) {
      event.preventDefault();
      choose(Number(event.key));
    }
  });
})();

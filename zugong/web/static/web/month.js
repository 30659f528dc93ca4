/* One form at a time in the month: what another line opened is put away first, so that no two fields share a name. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.target.matches(".month-place")) return;
  for (const place of document.querySelectorAll(".month-place")) if (place !== event.target) place.replaceChildren();
});
document.addEventListener("htmx:afterSettle", (event) => {
  const field = event.target.matches(".month-place") && event.target.querySelector("input:not([type=hidden]), select, a");
  if (field) field.focus();
});

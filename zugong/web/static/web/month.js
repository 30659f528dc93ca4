/* One form at a time in the month: what another line opened is put away first, so that no two fields share a name. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.target.matches(".month-place")) return;
  for (const place of document.querySelectorAll(".month-place")) if (place !== event.target) place.replaceChildren();
});
document.addEventListener("htmx:afterSettle", (event) => {
  const field = event.target.matches(".month-place") && event.target.querySelector("input:not([type=hidden]), select, a");
  if (field) field.focus();
});
/* What is folded beneath the first five lines stays open in this window once it was opened: each deed loads the page anew. */
const more = document.querySelector(".month > details:not(.fold)");
if (more) {
  more.open = sessionStorage.getItem("month.more") === "open";
  more.addEventListener("toggle", () => sessionStorage.setItem("month.more", more.open ? "open" : "folded"));
}

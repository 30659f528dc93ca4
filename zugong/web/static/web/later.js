/* htmx comes after the first picture: it is the largest script, and on a bad line the style would wait beside it. */
(() => {
  const script = document.createElement("script");
  let isPast = false;
  document.addEventListener("DOMContentLoaded", () => { isPast = true; }, { once: true });
  // It begins at this event, which may have passed by then.
  script.addEventListener("load", () => { if (isPast) document.dispatchEvent(new Event("DOMContentLoaded")); });
  script.src = document.currentScript.dataset.later;
  document.head.append(script);
})();

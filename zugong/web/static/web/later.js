/* What comes after the first picture, since on a bad line it would wait beside the style: the style of what is fetched into a
   page, and scripts, in the order in which they build on one another. A page without them is whole. */
(() => {
  const { styles, scripts } = document.currentScript.dataset;
  for (const href of styles.split(" ")) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  let isPast = false;
  document.addEventListener("DOMContentLoaded", () => { isPast = true; }, { once: true });
  for (const src of scripts.split(" ")) {
    const script = Object.assign(document.createElement("script"), { src, async: false });
    // htmx begins at this event, which may have passed by then; it listens once, and the others do not.
    if (src.includes("htmx")) script.addEventListener("load", () => { if (isPast) document.dispatchEvent(new Event("DOMContentLoaded")); });
    document.head.append(script);
  }
})();

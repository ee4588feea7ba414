// What pages do beyond plain HTML: short cuts, forms that send themselves, quotes that light up. Every page works without it.
"use strict";
(() => {
  const formKey = document.body.dataset.formKey;
  if (formKey) {
    document.addEventListener("htmx:config:request", (event) => { event.detail.ctx.request.headers["X-Form-Key"] = formKey; });
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && !event.target.matches("[type=search]")) { dropEmpty(form); form.requestSubmit(); }
  });
  document.addEventListener("submit", (event) => { if (event.target.method === "get") { dropEmpty(event.target); } });
  // What was left empty stays out of the address, so that addresses can be shared.
  function dropEmpty(form) {
    for (const field of form.elements) { if (field.name && field.value === "") { field.disabled = true; setTimeout(() => { field.disabled = false; }); } }
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type !== "range") { return; }
    const shown = document.querySelector(`output[for="${field.id}"]`);
    if (shown) {
      const number = Number(field.value) * Number(field.dataset.scale || 1);
      shown.textContent = number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2, useGrouping: field.dataset.year === undefined }) + (field.dataset.unit || "");
    }
  });

  // A quote in the text and the claim beside it light up together.
  const light = (event) => {
    const from = event.target.closest?.("[data-claims]");
    document.querySelectorAll(".on").forEach((one) => one.classList.remove("on"));
    if (!from) { return; }
    for (const id of from.dataset.claims.split(" ")) {
      document.querySelectorAll(`[data-claims~="${CSS.escape(id)}"]`).forEach((one) => one.classList.add("on"));
    }
  };
  document.addEventListener("pointerover", light);
  document.addEventListener("focusin", light);

  // What is wider than its frame opens around its largest disc (the network) or at its latest mark (timelines), whose lanes keep their names in sight.
  document.querySelectorAll(".drawing").forEach((one) => {
    if (one.scrollWidth <= one.clientWidth) { return; }
    const frame = one.getBoundingClientRect();
    const rights = [...one.querySelectorAll("a:not(:has(.lane))")].map((mark) => mark.getBoundingClientRect().right);
    const disc = one.querySelector(".who")?.getBoundingClientRect();
    if (disc) { one.scrollLeft = disc.left - frame.left - frame.width / 2; } else if (rights.length) { one.scrollLeft = Math.max(...rights) - frame.right + 24; }
    const svg = one.querySelector("svg"), names = one.querySelectorAll(".lane");
    const pin = () => { names.forEach((name) => name.setAttribute("transform", `translate(${one.scrollLeft * svg.viewBox.baseVal.width / svg.clientWidth} 0)`)); };
    one.addEventListener("scroll", pin, { passive: true });
    pin();
  });

  // On narrow screens the menu is wider than its frame too, and opens where one is.
  const here = document.querySelector(".side a[aria-current]");
  if (here) { const menu = here.closest(".side"); menu.scrollLeft = here.getBoundingClientRect().left - (menu.clientWidth - here.offsetWidth) / 2; }

  const places = { t: "/", a: "/actors", p: "/pair", n: "/network", w: "/watchlists", s: "/scenario" };
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const key = event.key;
    if (going && places[key]) { location.href = places[key]; }
    going = key === "g";
    if (key === "/") { event.preventDefault(); document.getElementById("find").focus(); }
    if (key === "?") { document.getElementById("keys").showModal(); }
    if (key === "j" || key === "k") {
      const items = [...document.querySelectorAll(".item .open, table.moves tbody td:nth-child(3) a")];
      const at = items.indexOf(document.activeElement);
      const next = items[Math.max(0, Math.min(items.length - 1, at + (key === "j" ? 1 : -1)))];
      if (next) { next.focus(); next.scrollIntoView({ block: "center" }); }
    }
  });
})();

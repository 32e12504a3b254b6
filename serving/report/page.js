"use strict";
(() => {
  const radios = [...document.querySelectorAll('input[name="language"]')];
  const shown = () => (radios.find((radio) => radio.checked) || radios[0]).value;
  const apply = (language, before) => {
    const root = document.documentElement;
    root.lang = language;
    root.classList.toggle("only-en", language === "en");
    root.classList.toggle("only-id", language === "id");
    document.title = document.querySelector(`header .in-${language} h1`).textContent + " – Cakupan";
    if (before) {
      const same = document.getElementById(`${language}-${before}`);
      if (same) same.scrollIntoView();
    }
    try { localStorage.setItem("cakupan-language", language); } catch { /* a file without storage keeps none */ }
  };
  // Where the reader is: the last section that begins above the middle of the window.
  const place = (language) => {
    if (scrollY < 200) return null;
    const above = [...document.querySelectorAll(`main .in-${language} > section`)].filter((section) => section.getBoundingClientRect().top < innerHeight / 2);
    const last = above.pop();
    return last && last.getBoundingClientRect().bottom > 0 ? last.id.slice(3) : null;
  };
  let current = shown();
  const choose = (language, before) => {
    for (const radio of radios) radio.checked = radio.value === language;
    current = language;
    apply(language, before);
  };
  for (const radio of radios) radio.addEventListener("change", () => choose(shown(), place(current)));
  // A link from outside, or from a closed part of the page, opens what it leads to.
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const own = target.closest("main .in-id, main .in-en, figure");
    const language = /^(id|en)-/.exec(target.id);
    if (own && language && language[1] !== current) choose(language[1]);
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    target.scrollIntoView();
    if (target.hasAttribute("tabindex")) target.focus({ preventScroll: true });
  };
  let stored = null;
  try { stored = localStorage.getItem("cakupan-language"); } catch { /* as above */ }
  choose(stored === "en" || stored === "id" ? stored : current);
  addEventListener("hashchange", follow);
  if (location.hash) follow();
})();

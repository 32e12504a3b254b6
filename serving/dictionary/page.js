"use strict";
const find = document.getElementById("find");
const parts = [...document.querySelectorAll("details")].map(part => [part, part.textContent.toLowerCase()]);
find.addEventListener("input", () => {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const [part, text] of parts) part.hidden = !words.every(word => text.includes(word));
});
const show = () => { const part = document.getElementById(decodeURIComponent(location.hash.slice(1))); if (part) { part.hidden = false; part.open = true; part.scrollIntoView(); } };
addEventListener("hashchange", show);
show();

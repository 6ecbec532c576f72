"use strict";
// The charts do without: this opens packed articles, shows what is known of a quotation, and picks arcs out of the network.
(() => {
  const byId = (id) => document.getElementById(id);
  document.documentElement.classList.add("js");

  // ---- details of a quotation -------------------------------------------------------------------------------------
  const tip = byId("tip");
  let marked = [], leaving = 0;

  function hide() {
    tip.hidden = true;
    for (const mark of marked) mark.classList.remove("on");
    marked = [];
  }

  function show(at, id) {
    const note = byId(id);
    if (!note) return;
    clearTimeout(leaving);
    hide();
    tip.replaceChildren(note.querySelector("dl").cloneNode(true));
    tip.className = note.className;
    tip.hidden = false;
    marked = [...document.querySelectorAll("mark[data-note]")].filter((mark) => mark.dataset.note === id);
    for (const mark of marked) mark.classList.add("on");
    const boxes = at.getClientRects(), last = boxes[boxes.length - 1];
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(last.left, width - tip.offsetWidth - 8));
    const below = last.bottom + 8 + tip.offsetHeight < innerHeight;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${(below ? last.bottom + 8 : boxes[0].top - tip.offsetHeight - 8) + scrollY}px`;
  }

  function noteOf(element) {
    const part = element instanceof Element && element.closest("mark[data-note], a.ref");
    return part ? [part, part.dataset.note || part.getAttribute("href").slice(1)] : null;
  }

  // When the page scrolls under a pointer at rest, that is no pointing.
  let pointer = "";
  function rests(event) {
    const before = pointer;
    pointer = `${event.screenX} ${event.screenY}`;
    return pointer === before;
  }

  document.addEventListener("pointermove", rests);
  for (const kind of ["pointerover", "focusin", "click"])
    document.addEventListener(kind, (event) => {
      if (kind === "pointerover" && rests(event)) return;
      const found = noteOf(event.target);
      if (found) show(...found);
      else if (event.target instanceof Element && event.target.closest("#tip")) clearTimeout(leaving);
      else if (kind === "click") hide();
    });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "touch" && (noteOf(event.target) || tip.contains(event.target))) leaving = setTimeout(hide, 250);
  });
  document.addEventListener("focusout", (event) => { if (noteOf(event.target)) hide(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // ---- the network ------------------------------------------------------------------------------------------------
  const whom = byId("whom"), arcs = document.querySelector(".arcs");

  function choose(number) {
    const names = new Map([...whom.options].map((option) => [option.value, option.text]));
    const beside = new Set([number]), told = [];
    arcs.classList.toggle("chosen", number !== "");
    for (const arc of arcs.querySelectorAll("[data-one]")) {
      const ends = [arc.dataset.one, arc.dataset.other];
      arc.classList.toggle("on", ends.includes(number));
      if (!ends.includes(number)) continue;
      const other = ends.find((end) => end !== number);
      if (!beside.has(other)) told.push([Number(arc.querySelector("title").textContent.split(": ").pop().replaceAll(",", "")), names.get(other)]);
      beside.add(other);
    }
    for (const node of arcs.querySelectorAll("[data-node]")) node.classList.toggle("on", beside.has(node.dataset.node));
    told.sort((a, b) => b[0] - a[0]);
    const words = told.map(([count, name]) => `${name} (${count.toLocaleString("en")})`).join(", ");
    byId("whom-text").textContent = number === "" ? "" : `Of those drawn here, ${names.get(number)} is quoted beside ${words || "nobody"}`;
  }

  if (whom) {
    whom.value = "";
    whom.addEventListener("change", () => choose(whom.value));
    arcs.addEventListener("click", (event) => {
      const node = event.target.closest("[data-node]");
      whom.value = node && node.dataset.node !== whom.value ? node.dataset.node : "";
      choose(whom.value);
    });
  }

  // ---- articles ---------------------------------------------------------------------------------------------------
  const SHOWN = 50;
  const story = byId("story");
  if (!story) return;
  const find = byId("find"), list = byId("list"), found = byId("found");
  let catalogue = [], places = new Map(), opened = [-1, null];

  async function unpack(id) {
    const bytes = Uint8Array.from(atob(byId(id).textContent), (letter) => letter.charCodeAt(0));
    const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(text).text());
  }

  function fill() {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fit = catalogue.filter(([, title, date]) => {
      const text = `${title} ${date}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    const count = fit.length.toLocaleString("en");
    found.textContent = `${count} ${fit.length === 1 ? "article" : "articles"}${fit.length > SHOWN ? `; these are the first ${SHOWN}` : ""}`;
    const current = story.querySelector("article").id;
    list.replaceChildren(...fit.slice(0, SHOWN).map(([key, title, date, quotes]) => {
      const item = document.createElement("li"), link = document.createElement("a"), facts = document.createElement("span");
      link.href = `#article-${key}`;
      link.append(document.createElement("bdi"));
      link.firstChild.textContent = title;
      facts.className = "soft";
      facts.textContent = `${date ? `${date} · ` : ""}${quotes} ${quotes === 1 ? "quotation" : "quotations"}`;
      link.append(facts);
      if (current === `article-${key}`) link.setAttribute("aria-current", "true");
      item.append(link);
      return item;
    }));
  }

  async function open(key) {
    const [pack, number] = places.get(key);
    if (story.querySelector("article").id !== `article-${key}`) {
      if (opened[0] !== pack) opened = [pack, await unpack(`pack-${pack}`)];
      hide();
      story.innerHTML = opened[1][number]; // ours: what is an article's in it was escaped when it was made
      for (const link of list.querySelectorAll("a"))
        if (link.hash === `#article-${key}`) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
    }
  }

  // "#article-12", and "#q-12-3" and "#r-12-3", which are a quotation's note and its place in the text.
  async function follow() {
    const [, kind, key] = /^#(article|q|r)-(-?\d+)(?:-\d+)?$/.exec(location.hash) || [];
    if (!places.has(key) || (kind !== "article" && story.querySelector("article").id === `article-${key}`)) return;
    await open(key);
    if (kind !== "article") {
      location.replace(location.hash); // now that it is there, it is the target
      return;
    }
    story.scrollIntoView();
    story.querySelector("h3").focus({ preventScroll: true });
  }

  function fail() {
    found.textContent = "This browser cannot open packed articles; one of 2023 or later can.";
  }

  async function start() {
    catalogue = await unpack("catalogue");
    places = new Map(catalogue.map((entry) => [String(entry[0]), [entry[4], entry[5]]]));
    fill();
    find.addEventListener("input", fill);
    addEventListener("hashchange", () => follow().catch(fail));
    list.addEventListener("click", (event) => { // the one that is open already: its address does not change
      const link = event.target.closest("a");
      if (link && link.hash === location.hash) follow().catch(fail);
    });
    await follow();
  }
  start().catch(fail);
})();

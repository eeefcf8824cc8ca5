"use strict";
(() => {
  const deck = document.getElementById("deck");
  const bar = document.getElementById("bar");
  const said = document.getElementById("at");
  const way = document.getElementById("way");
  const back = document.getElementById("back");
  const forward = document.getElementById("forward");
  const all = [...deck.querySelectorAll(".slide")];
  let shown = all; // those that are gone through: without the number when it is hidden
  let at = 0;
  let steps = 0; // how many parts of the slide are told
  let state = "show"; // or "blank", or "all"

  const parts = (slide) => [...slide.querySelectorAll("[data-step]")];

  // The place stands in the address, so that a reload, or a closed lid, loses nothing.
  const place = () => "#" + shown[at].id + (steps > 0 ? "." + steps : "");

  function draw(moved) {
    const slide = shown[at];
    for (const s of all) s.hidden = state !== "all" && s !== slide;
    for (const s of all) parts(s).forEach((p, i) => { p.hidden = state !== "all" && s === slide && i >= steps; });
    document.body.dataset.state = state;
    back.disabled = state === "show" && at === 0 && steps === 0;
    forward.disabled = state === "show" && at === shown.length - 1 && steps === parts(slide).length;
    said.textContent = state === "show"
      ? said.dataset.position.replace("{n}", at + 1).replace("{all}", shown.length)
      : said.dataset[state];
    way.max = shown.length;
    way.value = at + 1;
    if (location.hash !== place()) history.replaceState(null, "", place());
    if (moved) {
      slide.querySelector("h2").focus({ preventScroll: true });
      if (state === "all") slide.scrollIntoView();
      else scrollTo(0, 0);
    } else if (steps > 0) {
      parts(slide)[steps - 1].scrollIntoView({ block: "nearest" });
    }
  }

  function go(to, told) {
    at = Math.min(Math.max(to, 0), shown.length - 1);
    steps = Math.min(Math.max(told, 0), parts(shown[at]).length);
    state = "show";
    draw(true);
  }

  function reveal() {
    if (state !== "show" || steps === parts(shown[at]).length) return false;
    steps++;
    draw(false);
    return true;
  }

  function next() {
    if (state !== "show") return become("show");
    if (!reveal() && at < shown.length - 1) go(at + 1, 0);
  }

  function previous() {
    if (state !== "show") return become("show");
    if (steps > 0) {
      steps--;
      draw(false);
    } else if (at > 0) {
      go(at - 1, Infinity);
    }
  }

  function become(what) {
    state = what;
    draw(what !== "blank");
  }

  // The number can be left out where a family should not see one first.
  function number() {
    const slide = shown[at];
    const off = document.body.toggleAttribute("data-unscored");
    shown = all.filter((s) => !off || !s.classList.contains("on-score"));
    at = Math.max(shown.indexOf(slide), 0) || Math.min(all.indexOf(slide), shown.length - 1);
    draw(true);
  }

  const keys = {
    ArrowRight: next, PageDown: next, " ": next,
    ArrowLeft: previous, PageUp: previous,
    Home: () => go(0, 0), End: () => go(shown.length - 1, Infinity),
    b: () => become(state === "blank" ? "show" : "blank"),
    s: number,
    Escape: () => become(state === "all" ? "show" : "all"),
  };
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const control = e.target.closest("button,summary,a");
    if (control && e.key === " ") return;
    const key = e.key.length === 1 ? e.key.toLowerCase() : e.key;
    const does = e.key === " " && e.shiftKey ? previous : Object.hasOwn(keys, key) ? keys[key] : null;
    if (!does) return;
    e.preventDefault();
    does();
  });

  back.addEventListener("click", previous);
  forward.addEventListener("click", next);
  deck.addEventListener("click", (e) => {
    if (state === "all") {
      const i = shown.indexOf(e.target.closest(".slide"));
      if (i >= 0) go(i, 0);
    } else if (String(getSelection()) === "") {
      reveal();
    }
  });

  const far = 60; // pixels that a finger has to move sideways
  let from = null;
  addEventListener("touchstart", (e) => { from = e.touches.length === 1 ? e.touches[0] : null; }, { passive: true });
  addEventListener("touchend", (e) => {
    if (!from || state !== "show") return;
    const to = e.changedTouches[0];
    const x = to.clientX - from.clientX;
    const y = to.clientY - from.clientY;
    from = null;
    if (Math.abs(x) > far && Math.abs(x) > 2 * Math.abs(y)) (x < 0 ? next : previous)();
  }, { passive: true });

  function follow() {
    const [id, told] = location.hash.slice(1).split(".");
    const i = shown.findIndex((s) => s.id === id);
    go(Math.max(i, 0), Number.parseInt(told, 10) || 0);
  }
  addEventListener("hashchange", () => { if (location.hash !== place()) follow(); });
  document.body.classList.add("deck");
  bar.hidden = false;
  follow();
})();

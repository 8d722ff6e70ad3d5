// The Answer page: it updates itself, slides through amounts of running, and zooms in time.
const LOOK_MS = 1000;
const PAUSE_MS = 150;
// Charts in a part that was drawn anew wake up on this word.
const tellRedrawn = (part) => part.dispatchEvent(new CustomEvent("redrawn", { bubbles: true }));

const standing = document.querySelector("[data-standing]");
if (standing.dataset.state === "working") {
  const look = async () => {
    try {
      const found = await (await fetch(standing.dataset.standing)).json();
      if (found.state !== "working") return location.reload();
    } catch {
      // The server is away for a moment: ask again.
    }
    setTimeout(look, LOOK_MS);
  };
  setTimeout(look, LOOK_MS);
}

const form = document.querySelector("[data-what-if]");
if (form) {
  const place = document.querySelector('[data-part="imagined"]');
  const announced = document.querySelector('[data-part="announced"]');
  const select = form.querySelector("select");
  const options = [...select.options];
  const slider = document.createElement("input");
  const told = document.createElement("output");
  slider.type = "range";
  slider.id = select.id;
  slider.min = 0;
  slider.max = options.length - 1;
  slider.value = select.selectedIndex;
  told.htmlFor = select.id;
  const box = document.createElement("div");
  box.className = "slider";
  box.append(told, slider);
  select.removeAttribute("id");
  select.closest("p").replaceWith(box);

  const name = () => {
    const words = options[slider.value].textContent;
    told.textContent = words;
    slider.setAttribute("aria-valuetext", words);
  };
  let newest = 0;
  let timer = 0;
  const shared = () => new URLSearchParams({ share: options[slider.value].value });
  const ask = async (query) => {
    const mine = ++newest;
    place.setAttribute("aria-busy", "true");
    try {
      const found = await (await fetch(`${form.dataset.whatIf}?${query}`)).json();
      if (mine !== newest) return;
      const wasOpen = place.querySelector(".behind")?.open;
      place.innerHTML = found.page;
      if (wasOpen && place.querySelector(".behind")) place.querySelector(".behind").open = true;
      place.dataset.state = found.state;
      form.hidden = found.state === "none";
      tellRedrawn(place);
      announced.textContent = place.querySelector(".said")?.textContent ?? "";
      if (query.has("day")) place.querySelector("[data-plan] button")?.focus();
      if (found.state === "working") timer = setTimeout(ask, LOOK_MS, query);
    } catch {
      if (mine === newest) timer = setTimeout(ask, LOOK_MS, query);
    } finally {
      if (mine === newest) place.removeAttribute("aria-busy");
    }
  };
  slider.addEventListener("input", () => {
    name();
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS, shared());
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(shared());
  });
  place.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    told.textContent = place.querySelector(".own-plan summary").textContent;
    ask(new URLSearchParams(new FormData(event.target)));
  });
  name();
  if (place.dataset.state === "working") timer = setTimeout(ask, LOOK_MS, new URLSearchParams(location.search));
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-zoom]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.dataset.zoom);
    if (!answer.ok) throw new Error(answer.statusText);
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const section = holder.content.querySelector("#course");
    document.querySelector("#course").replaceWith(section);
    tellRedrawn(section);
    section.querySelector('[aria-current="true"]').focus();
    history.replaceState(null, "", link.getAttribute("href"));
  } catch {
    location.href = link.href;
  }
});

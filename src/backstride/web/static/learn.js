// Search among the sentences: what does not hold every word is put away.
const find = document.querySelector("[data-find]");

function plain(text) {
  return text.toLocaleLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

function search() {
  const words = plain(find.querySelector("input").value).split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const section of document.querySelectorAll("[data-section]")) {
    let any = false;
    const title = plain(section.querySelector("h2").textContent);
    for (const one of section.querySelectorAll("[data-sentence]")) {
      const text = `${title} ${plain(one.textContent)}`;
      one.hidden = !words.every((word) => text.includes(word));
      if (!one.hidden) {
        any = true;
        shown += 1;
      }
    }
    section.hidden = !any;
  }
  const found = find.querySelector("[data-found]");
  found.textContent = words.length ? found.dataset.words.replace("[n]", shown) : "";
}

if (find) {
  find.hidden = false;
  find.querySelector("input").addEventListener("input", search);
}

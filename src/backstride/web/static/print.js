// The page to print: a name that stands on the paper only, and the print dialogue.
const name = document.querySelector('[data-part="name"]');
const named = document.querySelector('[data-part="named"]');
const button = document.querySelector('[data-part="print"]');
name.addEventListener("input", () => {
  named.hidden = !name.value.trim();
  named.textContent = name.value.trim();
});
button.hidden = false;
button.addEventListener("click", () => window.print());

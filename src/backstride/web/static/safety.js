// The questions on warning signs: follow-ups where they are due, none of these, how far, a draft
// that outlives a reload of this tab, and what cannot wait for the last question.
const form = document.querySelector("[data-screen]");
const OPENING = ["yes", "unsure"];
const DRAFT = "backstride.screen";

function told(key) {
  const chosen = form.querySelector(`[name="${key}"]:checked`);
  if (chosen) return chosen.value;
  const typed = form.querySelector(`input[name="${key}"]:not([type="radio"])`);
  return typed ? typed.value.trim() : "";
}

function fieldsets() {
  return [...form.querySelectorAll(".question")];
}

function keyOf(question) {
  return question.id.slice(2);
}

function isDue(question) {
  const after = question.dataset.after;
  if (!after) return true;
  return after.split(" ").some((key) => OPENING.includes(told(key)) && !hidden(key));
}

function hidden(key) {
  const gate = document.getElementById(`q-${key}`);
  return Boolean(gate && gate.hidden);
}

function refresh() {
  for (const question of fieldsets()) {
    const due = isDue(question);
    question.hidden = !due;
    question.disabled = !due;
  }
  const shown = fieldsets().filter((one) => !one.hidden && !one.closest("details"));
  const done = shown.filter((one) => told(keyOf(one)) !== "").length;
  const progress = form.querySelector("[data-progress]");
  progress.hidden = false;
  progress.textContent = progress.dataset.words
    .replace("[done]", done)
    .replace("[all]", shown.length);
}

function sayNoToTheRest(part) {
  for (const question of part.querySelectorAll(".question:not([data-after])")) {
    const no = question.querySelector('input[type="radio"][value="no"]');
    if (no && told(keyOf(question)) === "") no.checked = true;
  }
}

let waiting = 0;
async function look() {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.look, { method: "POST", body });
    const urgent = document.querySelector("[data-urgent]");
    if (answer.status === 200) urgent.innerHTML = await answer.text();
    else if (answer.status === 204) urgent.replaceChildren();
  } catch {
    // Not reachable for a moment: the answers are judged when they are sent.
  }
}

function saveDraft() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "token");
  sessionStorage.setItem(DRAFT, JSON.stringify({ day: form.dataset.today, fields }));
}

function restoreDraft() {
  const draft = JSON.parse(sessionStorage.getItem(DRAFT) || "{}");
  if (draft.day !== form.dataset.today) {
    sessionStorage.removeItem(DRAFT); // what was true on another day is asked anew
    return;
  }
  for (const [name, value] of draft.fields) {
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (input.type === "radio" || input.type === "checkbox") {
        if (input.value === value) input.checked = true;
      } else input.value = value;
    }
  }
}

function leaveOpen(input) {
  input.checked = false;
  const none = input.closest(".part").querySelector('input[name="none"]');
  if (none) none.checked = false;
  changed();
}

function changed() {
  refresh();
  saveDraft();
  clearTimeout(waiting);
  waiting = setTimeout(look, 250);
}

if (form) {
  document.documentElement.classList.add("scripted");
  restoreDraft();
  refresh();
  if (sessionStorage.getItem(DRAFT)) look();
  form.addEventListener("change", (event) => {
    if (event.target.name === "none" && event.target.checked) {
      sayNoToTheRest(event.target.closest(".part"));
    }
    changed();
  });
  // A second tap on the chosen answer, or Delete, leaves the question open again.
  let before = null;
  form.addEventListener("pointerdown", (event) => {
    const input = event.target.closest(".choice")?.querySelector('input[type="radio"]');
    before = input?.checked ? input : null;
  });
  form.addEventListener("click", (event) => {
    if (before && event.target === before) leaveOpen(before);
    before = null;
  });
  form.addEventListener("keydown", (event) => {
    if (["Delete", "Backspace"].includes(event.key) && event.target.type === "radio") {
      const chosen = form.querySelector(`[name="${event.target.name}"]:checked`);
      if (chosen) leaveOpen(chosen);
      event.preventDefault();
    }
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(DRAFT));
  document.getElementById("faults")?.focus();
}

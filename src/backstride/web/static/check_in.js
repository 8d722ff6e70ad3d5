// The check-in: a tap is saved at once, and waits in this browser where there is no connection.
const form = document.querySelector("form[data-check-in]");
const words = form.dataset;
const toast = document.querySelector("[data-toast]");
const offline = form.hasAttribute("data-offline");
const page = crypto.randomUUID();

function isoDay(moment) {
  const pad = (number) => String(number).padStart(2, "0");
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`;
}

const day = () => (offline ? isoDay(new Date()) : words.day);

// What the form says of a fact now: its choice, and half a point where the box is ticked.
function valueOf(name) {
  const held = form.elements[name];
  const value = (held?.value ?? "").trim();
  const half = form.elements[`${name}.half`];
  return half?.checked && /^\d+$/.test(value) ? `${value}.5` : value;
}

const factOf = (element) => element.name.replace(/\.half$/, "");
const isFact = (name) => name && !["token", "seen", "back"].includes(name);
const shown = new Map();
for (const element of form.elements) {
  if (isFact(element.name) && element.type !== "submit") shown.set(factOf(element), valueOf(factOf(element)));
}

function say(text, change) {
  toast.hidden = false;
  toast.querySelector("[data-text]").textContent = text;
  const undo = toast.querySelector("form");
  if (undo) {
    undo.hidden = !change;
    undo.elements.change.value = change || "";
  }
}

function showFaults(faults) {
  for (const [name, text] of Object.entries(faults)) {
    const element = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const box = element?.closest("[data-field]");
    const place = box?.querySelector("[data-fault]");
    if (!place) continue;
    place.textContent = text;
    place.hidden = false;
    element.setAttribute("aria-invalid", "true");
  }
}

function clearFault(name) {
  const element = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const place = element?.closest("[data-field]")?.querySelector("[data-fault]");
  if (place) place.hidden = true;
  element?.removeAttribute("aria-invalid");
}

async function askForSync() {
  try {
    const worker = await navigator.serviceWorker?.ready;
    await worker?.sync?.register("outbox");
  } catch {
    // No background sync here: the next visit or the next connection sends it.
  }
}

function hear(sent) {
  for (const one of sent) {
    if (one.state === "faults") {
      if (one.day === day()) showFaults(one.faults);
      say(words.faults);
    } else if (one.state === "clash") {
      location.assign("/diary/two-words");
      return;
    } else {
      say(words.saved, one.day === words.day && !offline ? one.change : 0);
    }
  }
}

async function flush() {
  try {
    hear(await self.outbox.flush(words.token ?? ""));
  } catch {
    say(words.waiting);
    askForSync();
  }
  await showWaiting();
}

async function showWaiting() {
  const waiting = await self.outbox.all();
  const list = document.querySelector("[data-waiting]");
  if (!list) return;
  list.hidden = !waiting.length;
  list.querySelector("[data-count]").textContent = words.count.replace("{n}", waiting.length);
}

let nUnderWay = 0;

async function tell(fields) {
  nUnderWay += 1;
  document.documentElement.dataset.checkIn = "busy";
  try {
    await self.outbox.keep({ page, day: day(), fields });
    await flush();
  } catch {
    say(words.manual);
  } finally {
    nUnderWay -= 1;
    if (!nUnderWay) document.documentElement.dataset.checkIn = "ready";
  }
}

function changed(name, value) {
  const was = shown.get(name) ?? "";
  if (value === was) return;
  shown.set(name, value);
  clearFault(name);
  tell({ [name]: { value, was: [was] } });
}

form.addEventListener("change", (event) => {
  if (!isFact(event.target.name)) return;
  const name = factOf(event.target);
  if (event.target.type === "radio" && event.target.value === "10") {
    const half = form.elements[`${name}.half`];
    if (half) half.checked = false;
  }
  changed(name, valueOf(name));
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const pressed = event.submitter;
  if (pressed?.name && isFact(pressed.name)) {
    for (const radio of form.querySelectorAll(`input[type="radio"][name="${CSS.escape(pressed.name)}"]`)) radio.checked = false;
    changed(pressed.name, pressed.value);
    return;
  }
  const fields = {};
  for (const [name, was] of shown) {
    const value = valueOf(name);
    if (value !== was) {
      fields[name] = { value, was: [was] };
      shown.set(name, value);
    }
  }
  if (Object.keys(fields).length) tell(fields);
  else say(words.saved);
});

// What waits from before is shown where it was tapped, so that nothing seems to be lost.
async function restore() {
  for (const entry of await self.outbox.all()) {
    if (entry.day !== day()) continue;
    for (const [name, one] of Object.entries(entry.fields)) {
      show(name, one.value);
      shown.set(name, one.value);
    }
    if (entry.refused) showFaults(JSON.parse(entry.refused));
  }
}

function show(name, value) {
  const whole = value.replace(/\.5$/, "");
  const half = form.elements[`${name}.half`];
  const held = form.elements[name];
  if (!held) return;
  held.value = half ? whole : value;
  if (half) half.checked = whole !== value;
}

window.addEventListener("online", flush);
navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data?.sent) hear(event.data.sent);
});
document.documentElement.dataset.checkIn = "ready";
try {
  await self.outbox.findTaps();
} catch {
  // Nothing can be read back in this browser.
}
await restore();
if ((await self.outbox.all()).length) await flush();
if (!offline) navigator.serviceWorker?.controller?.postMessage("renew");

// Import: files dropped or chosen are sent with progress, and an import under way is followed.
const form = document.querySelector("[data-upload]");
if (form) prepareUpload(form);
const job = document.querySelector("[data-import-job]");
if (job) follow(job);

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function prepareUpload(form) {
  const chooser = form.querySelector("#files");
  const folder = form.querySelector("#folder");
  const drop = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-list]");
  const fault = form.querySelector("[data-send-fault]");
  const sending = form.querySelector("[data-sending-part]");
  let dropped = [];
  let request = null;

  if ("webkitdirectory" in folder) folder.parentElement.hidden = false;

  function chosen() {
    const files = [...chooser.files, ...folder.files].map((file) => [file, file.webkitRelativePath || file.name]);
    return [...files, ...dropped];
  }

  function tell() {
    const files = chosen();
    chooser.required = files.length === 0;
    const bytes = files.reduce((sum, [file]) => sum + file.size, 0);
    list.textContent = files.length ? fill(form.dataset.chosen, { n: files.length, mb: (bytes / 1e6).toFixed(1) }) : "";
  }

  for (const input of [chooser, folder]) input.addEventListener("change", tell);
  for (const kind of ["dragover", "dragenter"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    dropped = [...dropped, ...(await filesOf(event.dataTransfer))];
    tell();
  });

  if (chosen().length) tell(); // chosen before this was there, or kept by the way back

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new FormData();
    for (const name of ["token", "complete_until"]) body.append(name, form.elements[name].value);
    if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
    for (const [file, name] of chosen()) body.append("files", file, name);
    send(body);
  });
  form.querySelector("[data-cancel]").addEventListener("click", () => request?.abort());

  function send(body) {
    request = new XMLHttpRequest();
    const bar = sending.querySelector("progress");
    const text = sending.querySelector("[data-sending-text]");
    const buttons = form.querySelectorAll("button:not([data-cancel])");
    const end = (message) => {
      sending.hidden = true;
      fault.hidden = !message;
      fault.textContent = message;
      for (const button of buttons) button.disabled = false;
    };
    request.upload.onprogress = (event) => {
      bar.max = event.total;
      bar.value = event.loaded;
      const sentence = event.loaded < event.total ? form.dataset.sending : form.dataset.sent;
      text.textContent = fill(sentence, { mb: (event.loaded / 1e6).toFixed(1), of: (event.total / 1e6).toFixed(1) });
    };
    request.onload = () => {
      if (request.status < 400) {
        location.assign(request.responseURL);
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      end((page.querySelector("main .fault, main .card p") ?? page.body).textContent.trim());
    };
    request.onerror = () => end(form.dataset.failed);
    request.onabort = () => end("");
    for (const button of buttons) button.disabled = true;
    fault.hidden = true;
    sending.hidden = false;
    request.open("POST", form.action);
    request.send(body);
  }
}

// Folders that are dropped are walked, where the browser can.
async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files].map((file) => [file, file.name]);
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  return found;
}

async function walk(entry, way, found) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push([file, way + entry.name]);
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return;
    for (const inner of some) await walk(inner, `${way}${entry.name}/`, found);
  }
}

function follow(card) {
  const id = card.dataset.importJob;
  const bar = card.querySelector("progress");
  const list = document.querySelector("[data-results]");
  const source = new EventSource(`/runs/import/${id}/events?after=${card.dataset.seen}`);
  source.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.total) {
      bar.max = told.total;
      bar.value = told.done;
    }
    for (const name of ["done", "total", "what"]) card.querySelector(`[data-part="${name}"]`).textContent = told[name];
    for (const count of card.querySelectorAll("[data-count]")) count.textContent = told.counts[count.dataset.count] ?? 0;
    if (told.left_s !== null) {
      const minutes = Math.max(1, Math.round(told.left_s / 60));
      card.querySelector('[data-part="rate"]').textContent = fill(card.dataset.rate, { rate: (told.done / told.elapsed_s).toFixed(1) });
      card.querySelector('[data-part="left"]').textContent = fill(card.dataset.left, { minutes });
    }
    for (const result of told.results) list.prepend(line(result, card.dataset.run));
    while (list.children.length > 200) list.lastElementChild.remove();
    if (told.state !== "running") {
      source.close();
      location.replace(`/runs/import/${id}`);
    }
  };
}

// Names of files come from anywhere: they only ever become text.
function line(result, toRun) {
  const item = document.createElement("li");
  item.className = `told ${result.status}`;
  const add = (kind, text) => {
    const part = document.createElement("span");
    part.className = kind;
    part.textContent = text;
    item.append(part, " ");
  };
  add("file", result.file);
  add("status", result.label);
  if (result.count) add("number", result.count);
  for (const run of result.runs) {
    const link = document.createElement("a");
    link.href = `/runs/${encodeURIComponent(run)}`;
    link.textContent = toRun;
    item.append(link, " ");
  }
  if (result.reason) add("why", result.reason);
  return item;
}

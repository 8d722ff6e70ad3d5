// What every page does: follow jobs, and close the menu when something else is touched.
const followed = document.querySelector("[data-follow]");
if (followed && followed.dataset.state === "running") {
  const source = new EventSource(`/jobs/${followed.dataset.follow}/events`);
  source.onmessage = (event) => {
    const job = JSON.parse(event.data);
    const bar = followed.querySelector("progress");
    if (bar && job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
    for (const name of ["done", "total", "what"]) {
      const part = followed.querySelector(`[data-part="${name}"]`);
      if (part) part.textContent = job[name];
    }
    followed.dispatchEvent(new CustomEvent("job", { detail: job }));
    if (job.state !== "running") {
      source.close();
      location.reload();
    }
  };
}

document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(".ways details[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(".ways details[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// What waits in this browser is sent from whatever page is opened next; the check-in does it itself
// and shows what came of it.
if (!document.querySelector("form[data-check-in]") && self.indexedDB) {
  const send = async () => {
    try {
      await import(`./outbox.js${new URL(import.meta.url).search}`);
      await self.outbox.findTaps();
      await self.outbox.flush();
    } catch {
      // No connection, or nothing can be kept here: the next page or the worker sends it.
    }
  };
  addEventListener("online", send);
  send();
}

// A worker lets the check-in work without a connection; a browser takes one over trusted TLS or on
// this computer only.
if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}

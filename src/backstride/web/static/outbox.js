// Entries on their way: kept in this browser until the server says that it has them. The page and
// the worker share this file; it is a plain script so that both can load it.
(() => {
  const NAME = "backstride";
  const STORE = "unsent";

  function open() {
    return new Promise((done, failed) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  async function within(mode, work) {
    const base = await open();
    try {
      return await new Promise((done, failed) => {
        const transaction = base.transaction(STORE, mode);
        const request = work(transaction.objectStore(STORE));
        let found;
        if (request) request.onsuccess = () => { found = request.result; };
        transaction.oncomplete = () => done(found);
        transaction.onerror = () => failed(transaction.error);
        transaction.onabort = () => failed(transaction.error);
      });
    } finally {
      base.close();
    }
  }

  const drop = (key) => within("readwrite", (store) => { store.delete(key); });

  async function all() {
    const found = await within("readonly", (store) => store.getAll());
    return found.sort((one, other) => one.begun.localeCompare(other.begun));
  }

  // Each open page has one entry waiting for a day, so that two of them are told apart. What is said
  // anew of a fact takes the place of what was said before, and remembers it: the server may hold it
  // already although its word never arrived here.
  function put(page, day, fields) {
    const key = `${day} ${page}`;
    return within("readwrite", (store) => {
      const found = store.get(key);
      found.onsuccess = () => {
        const before = found.result;
        const merged = before ? { ...before.fields } : {};
        for (const [name, one] of Object.entries(fields)) {
          const was = new Set(one.was);
          if (merged[name]) for (const earlier of [...merged[name].was, merged[name].value]) was.add(earlier);
          was.delete(one.value);
          merged[name] = { value: one.value, was: [...was] };
        }
        const said = new Date().toISOString();
        const begun = before?.begun ?? said;
        store.put({ key, day, id: crypto.randomUUID(), begun, said, fields: merged, refused: "" });
      };
    });
  }

  // A tap is written down at once, before the browser's slower keeping has it, so that a page that is
  // left in that moment loses nothing. What a page could not hand on, the next one finds.
  const AT_ONCE = "backstride tap ";

  function writeDown(key, tapped) {
    try {
      if (tapped) localStorage.setItem(key, JSON.stringify(tapped));
      else localStorage.removeItem(key);
    } catch {
      // No such place in this browser: the keeping alone has to do.
    }
  }

  async function handOn(key, tapped) {
    writeDown(key, tapped);
    await put(tapped.page, tapped.day, tapped.fields);
    writeDown(key, null);
  }

  const keep = (tapped) => handOn(`${AT_ONCE}${Date.now()} ${crypto.randomUUID()}`, tapped);

  async function findTaps() {
    const keys = Object.keys(self.localStorage ?? {}).filter((key) => key.startsWith(AT_ONCE));
    for (const key of keys.sort()) {
      const tapped = JSON.parse(localStorage.getItem(key) ?? "null");
      if (tapped) await handOn(key, tapped);
    }
  }

  // Takes what was sent out, but for what was said anew while it was under way.
  function settle(entry) {
    return within("readwrite", (store) => {
      const found = store.get(entry.key);
      found.onsuccess = () => {
        const now = found.result;
        if (!now) return;
        if (now.id === entry.id) { store.delete(entry.key); return; }
        const fields = {};
        for (const [name, one] of Object.entries(now.fields)) {
          const sent = entry.fields[name];
          if (sent && sent.value === one.value) continue;
          fields[name] = sent ? { value: one.value, was: [sent.value, ...one.was] } : one;
        }
        if (Object.keys(fields).length) store.put({ ...now, fields });
        else store.delete(entry.key);
      };
    });
  }

  function refuse(entry, why) {
    return within("readwrite", (store) => {
      const found = store.get(entry.key);
      found.onsuccess = () => {
        if (found.result && found.result.id === entry.id) store.put({ ...found.result, refused: why });
      };
    });
  }

  async function token(known) {
    if (known) return known;
    const answer = await fetch("/check-in/token", { cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error("no token");
    return (await answer.json()).token;
  }

  async function post(entry, secret) {
    const body = new URLSearchParams({
      token: secret, id: entry.id, day: entry.day, said: entry.said, fields: JSON.stringify(entry.fields),
    });
    return fetch("/check-in", { method: "POST", body, redirect: "error", headers: { accept: "application/json" } });
  }

  async function send(entry, known) {
    let answer = await post(entry, await token(known));
    if (answer.status === 403 && known) answer = await post(entry, await token(""));
    if (answer.status === 422) {
      const said = await answer.json().catch(() => ({}));
      await refuse(entry, JSON.stringify(said.faults ?? {}));
      return { state: "faults", faults: said.faults ?? {}, day: entry.day };
    }
    if (!answer.ok) throw new Error(`answer ${answer.status}`);
    const said = await answer.json();
    await settle(entry);
    return { ...said, day: entry.day };
  }

  // Sends everything that waits, one after the other; never two at a time, whoever asks.
  function flush(known = "") {
    return navigator.locks.request("backstride-outbox", async () => {
      const done = [];
      for (const entry of await all()) {
        if (entry.refused) continue;
        done.push(await send(entry, known));
      }
      return done;
    });
  }

  self.outbox = { all, drop, findTaps, flush, keep, put };
})();

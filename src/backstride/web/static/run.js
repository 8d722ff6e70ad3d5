// One run: every channel as a line, one cursor for all of them and for the way.
const COLOURS = ["--accent", "--pain", "--load", "--warm"];
const HEIGHT = 120;
const CLOCK_STEPS = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];

for (const box of document.querySelectorAll("[data-traces]")) draw(box);

async function draw(box) {
  try {
    const answer = await fetch(box.dataset.traces);
    if (!answer.ok) throw new Error(String(answer.status));
    show(box, await answer.json());
  } catch {
    box.textContent = box.dataset.failed;
  }
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function clock(seconds) {
  if (seconds === null || seconds === undefined) return "–";
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

function show(box, run) {
  const language = document.documentElement.lang;
  const here = document.querySelector(`[data-here="${box.dataset.leg}"]`);
  const where = document.createElement("p");
  where.className = "where number";
  where.setAttribute("aria-live", "off");
  box.append(where);
  const key = `run-${box.dataset.leg}`;
  const plots = [];
  const readouts = [];

  run.channels.forEach((channel, place) => {
    const value = (number) => {
      if (number === null || number === undefined) return "–";
      if (channel.name === "pace") return clock(number);
      return number.toLocaleString(language, { minimumFractionDigits: channel.digits, maximumFractionDigits: channel.digits });
    };
    const head = document.createElement("p");
    head.className = "trace-head number";
    const label = document.createElement("span");
    label.textContent = channel.label;
    const readout = document.createElement("strong");
    head.append(label, " ", readout);
    const holder = document.createElement("div");
    holder.className = "trace";
    holder.setAttribute("role", "img");
    holder.setAttribute("aria-label", `${channel.label}: ${value(channel.low)} – ${value(channel.high)} ${channel.unit}`);
    box.append(head, holder);
    const tellValue = (index) => {
      readout.textContent = `${index === null ? "" : value(channel.values[index])} ${channel.unit}`;
    };
    tellValue(null);
    readouts.push(tellValue);
    plots.push(plot(holder, run, channel, { value, key, line: COLOURS[place % COLOURS.length], is_last: place === run.channels.length - 1, tell }));
  });

  function tell(index) {
    for (const readout of readouts) readout(index);
    if (index === null) {
      where.textContent = "";
      return;
    }
    const way = run.distance_m?.[index];
    where.textContent = `${box.dataset.time} ${clock(run.time_s[index])}` + (way == null ? "" : ` · ${box.dataset.way} ${(way / run.metres).toLocaleString(language, { maximumFractionDigits: 2 })} ${run.unit}`);
    if (here && run.route && run.route.x[index] !== null) {
      here.setAttribute("cx", run.route.x[index]);
      here.setAttribute("cy", run.route.y[index]);
    }
  }

  new ResizeObserver(() => {
    for (const one of plots) one.setSize({ width: box.clientWidth, height: one.height });
  }).observe(box);
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", () => {
    for (const one of plots) one.redraw(false);
  });
  box.tabIndex = 0;
  box.addEventListener("keydown", (event) => walk(event, run, plots[0]));
}

// Arrow keys move the cursor; with the shift key a minute at once.
function walk(event, run, first) {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !first) return;
  event.preventDefault();
  const seconds = (run.time_s.at(-1) - run.time_s[0]) / run.time_s.length || 1;
  const by = event.shiftKey ? Math.max(1, Math.round(60 / seconds)) : Math.max(1, Math.round(5 / seconds));
  const at = first.cursor.idx ?? 0;
  const next = Math.min(run.time_s.length - 1, Math.max(0, at + step * by));
  first.setCursor({ left: first.valToPos(run.time_s[next], "x"), top: 10 });
}

function plot(holder, run, channel, how) {
  const axis = () => ({
    stroke: () => colour("--quiet"),
    grid: { stroke: () => colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  });
  const room = (channel.high - channel.low) * 0.08 || 1;
  const range = [channel.low - room, channel.high + room];
  const options = {
    width: holder.clientWidth || 320,
    height: HEIGHT + (how.is_last ? 24 : 0),
    legend: { show: false },
    cursor: { sync: { key: how.key }, y: false, drag: { x: true, y: false }, points: { size: 7 } },
    scales: { x: { time: false }, y: { range: () => range, dir: channel.name === "pace" ? -1 : 1 } },
    axes: [
      { ...axis(), show: how.is_last, size: 24, incrs: CLOCK_STEPS, values: (_, marks) => marks.map(clock) },
      { ...axis(), size: 46, values: (_, marks) => marks.map(how.value), ...(channel.name === "pace" ? { incrs: CLOCK_STEPS } : {}) },
    ],
    series: [
      {},
      { stroke: () => colour(how.line), width: 1.5, spanGaps: false, points: { show: false } },
    ],
    hooks: { setCursor: [(one) => how.tell(one.cursor.idx ?? null)] },
  };
  return new uPlot(options, [run.time_s, channel.values], holder);
}

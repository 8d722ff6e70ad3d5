// Charts: a cursor that reads the line of time by touch and by keys, and pictures as PNG.
const SHARPNESS = 3;

function wire(root) {
  for (const button of root.querySelectorAll("[data-png]")) {
    button.hidden = false;
    button.addEventListener("click", () => savePng(button));
  }
  for (const figure of root.querySelectorAll('[data-chart="course"]')) wireCursor(figure);
}

async function savePng(button) {
  button.disabled = true;
  try {
    const source = await (await fetch(button.dataset.png)).text();
    const address = URL.createObjectURL(new Blob([source], { type: "image/svg+xml" }));
    const picture = new Image();
    await new Promise((done, failed) => {
      picture.onload = done;
      picture.onerror = failed;
      picture.src = address;
    });
    const canvas = document.createElement("canvas");
    canvas.width = picture.width * SHARPNESS;
    canvas.height = picture.height * SHARPNESS;
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${new URL(button.dataset.png, location).pathname.split("/").pop().replace(".svg", "")}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  } finally {
    button.disabled = false;
  }
}

function wireCursor(figure) {
  const part = (name) => figure.querySelector(`[data-part="${name}"]`);
  const data = part("cursor-data");
  if (!data) return;
  const { says, runs, left, right } = JSON.parse(data.textContent);
  const box = part("cursor");
  const range = box.querySelector("input");
  const said = part("said");
  const run = part("run");
  box.hidden = false;
  let moved = false;

  const show = () => {
    const place = Number(range.value);
    said.textContent = says[place];
    range.setAttribute("aria-valuetext", says[place]);
    run.hidden = !runs[place].length;
    if (runs[place].length) run.href = `/runs/${runs[place][0]}`;
    for (const picture of figure.querySelectorAll("svg.chart")) hair(picture, place, says.length, left, right);
  };
  range.addEventListener("input", () => {
    moved = true;
    show();
  });
  for (const picture of figure.querySelectorAll("svg.chart")) {
    const follow = (event) => {
      const frame = picture.getBoundingClientRect();
      const width = picture.viewBox.baseVal.width;
      const x = ((event.clientX - frame.left) / frame.width) * width;
      const share = (x - left) / (width - right - left);
      range.value = Math.min(says.length - 1, Math.max(0, Math.floor(share * says.length)));
      show();
    };
    picture.addEventListener("pointermove", follow);
    picture.addEventListener("pointerdown", follow);
    // A finger first reads the day; the button beside it opens the run.
    picture.addEventListener("click", (event) => {
      if (event.pointerType === "touch") event.preventDefault();
    });
  }
  if (!moved) show();
}

function hair(picture, place, n, left, right) {
  let line = picture.querySelector("line.hair");
  const box = picture.viewBox.baseVal;
  if (!line) {
    line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    line.setAttribute("class", "hair");
    line.setAttribute("y1", 22);
    line.setAttribute("y2", 290);
    picture.append(line);
  }
  const x = left + ((place + 0.5) / n) * (box.width - left - right);
  line.setAttribute("x1", x);
  line.setAttribute("x2", x);
}

// A part of the page that was drawn anew says so: this file is loaded once, by its page alone.
document.addEventListener("redrawn", (event) => wire(event.target));
wire(document);

"use strict";
// The explorer's page. Texts are set as texts, never as markup; all data come from the loopback server
// that served this page.
(function () {
  const $ = (id) => document.getElementById(id);
  const base = location.pathname.replace(/[^/]*$/, "");
  const cividis = [0x00224E, 0x123570, 0x3B496C, 0x575D6D, 0x707173, 0x8A8678, 0xA59C74, 0xC3B369,
    0xE1CC55, 0xFEE838];
  const dozen = [0xE69F00, 0x56B4E9, 0x009E73, 0xF0E442, 0x0072B2, 0xD55E00, 0xCC79A7, 0x8C6BB1,
    0x66A61E, 0xA6761D, 0x1B9E77, 0xE7298A];
  const labelColours = { STAR: 0xE69F00, GALAXY: 0x56B4E9, ARTEFACT: 0xCC3311 };
  let meta, columns = new Map();
  let x, y, shade, colours;
  let view = { cx: 0, cy: 0, w: 1, h: 1 };
  let grid, current = -1, hovered = -1, order = [], rank = -1, lassoing = false, path = null;
  let chosen = new Uint8Array(0), chosenRows = [], labels = new Map();
  const pieces = { painter: null, scheduled: false };
  window.explorer = { ready: false, timings: {} };

  function fault(text) {
    $("fault").textContent = text;
    $("fault").hidden = !text;
  }
  async function ask(path, options) {
    const answer = await fetch(base + path, options);
    if (!answer.ok) throw new Error(await answer.text());
    return answer;
  }
  const guarded = (work) => (...all) => work(...all).catch((error) => fault(error.message));
  function add(parent, tag, text, kind) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    parent.appendChild(element);
    return element;
  }
  async function column(name) {
    if (!columns.has(name)) {
      const place = meta.columns.findIndex((one) => one.name === name);
      if (place < 0) throw new Error("there is no column " + name);
      const bytes = await (await ask("column/" + place)).arrayBuffer();
      if (columns.size > 16) columns.delete(columns.keys().next().value);
      columns.set(name, new Float32Array(bytes));
    }
    return columns.get(name);
  }
  // Without what lies far outside, so that one odd source does not press all others together.
  function range(values) {
    const step = Math.max(1, Math.floor(values.length / 50000)), sample = [];
    for (let i = 0; i < values.length; i += step) if (isFinite(values[i])) sample.push(values[i]);
    if (!sample.length) return [0, 1];
    sample.sort((a, b) => a - b);
    const at = (share) => sample[Math.round(share * (sample.length - 1))];
    let [low, high] = [at(.002), at(.998)];
    if (low === high) { low -= .5; high += .5; }
    return [low, high];
  }

  // ---- drawing -----------------------------------------------------------------------------------
  function webgl(canvas) {
    if (/\bcanvas2d\b/.test(location.search)) return null;
    const gl = canvas.getContext("webgl", { antialias: false, preserveDrawingBuffer: true });
    if (!gl) return null;
    function shader(kind, text) {
      const one = gl.createShader(kind);
      gl.shaderSource(one, text);
      gl.compileShader(one);
      return one;
    }
    const program = gl.createProgram();
    gl.attachShader(program, shader(gl.VERTEX_SHADER, `attribute float x, y; attribute vec4 colour;
      uniform vec4 view; uniform float size; varying vec4 tint;
      void main() { bool there = x == x && y == y && abs(x) < 1e30 && abs(y) < 1e30 && colour.a > 0.0;
        gl_Position = there ? vec4((x - view.x) / view.z * 2.0, (y - view.y) / view.w * 2.0, 0.0, 1.0)
          : vec4(9.0, 9.0, 9.0, 1.0);
        gl_PointSize = size; tint = colour; }`));
    gl.attachShader(program, shader(gl.FRAGMENT_SHADER, `precision mediump float; varying vec4 tint;
      void main() { gl_FragColor = vec4(tint.rgb * tint.a, tint.a); }`));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) return null;
    gl.useProgram(program);
    const buffers = ["x", "y", "colour"].map((name) => {
      const place = gl.getAttribLocation(program, name), buffer = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(place);
      if (name === "colour") gl.vertexAttribPointer(place, 4, gl.UNSIGNED_BYTE, true, 0, 0);
      else gl.vertexAttribPointer(place, 1, gl.FLOAT, false, 0, 0);
      return buffer;
    });
    function fill(which, values) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffers[which]);
      gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    return {
      places() { fill(0, x); fill(1, y); },
      colours() { fill(2, colours); },
      draw() {
        gl.viewport(0, 0, canvas.width, canvas.height);
        gl.clearColor(0, 0, 0, 0);
        gl.clear(gl.COLOR_BUFFER_BIT);
        gl.uniform4f(gl.getUniformLocation(program, "view"), view.cx, view.cy, view.w, view.h);
        gl.uniform1f(gl.getUniformLocation(program, "size"), pointSize());
        gl.drawArrays(gl.POINTS, 0, x.length);
      },
    };
  }
  function plain(old) {
    // A canvas that WebGL was tried on gives no other context.
    const canvas = old.cloneNode();
    old.replaceWith(canvas);
    const context = canvas.getContext("2d");
    return {
      places() {}, colours() {},
      draw() {
        const { width, height } = canvas, image = context.createImageData(width, height);
        const out = new Uint32Array(image.data.buffer), tints = new Uint32Array(colours.buffer);
        const size = Math.max(1, Math.round(pointSize()));
        for (let i = 0; i < x.length; i++) {
          const left = ((x[i] - view.cx) / view.w + .5) * width;
          const top = (.5 - (y[i] - view.cy) / view.h) * height;
          if (!(left >= 0 && left < width - size && top >= 0 && top < height - size)) continue;
          if (!colours[4 * i + 3]) continue;
          for (let r = 0; r < size; r++) {
            const start = (Math.floor(top) + r) * width + Math.floor(left);
            out.fill(tints[i], start, start + size);
          }
        }
        context.putImageData(image, 0, 0);
      },
    };
  }
  const ratio = () => Math.min(window.devicePixelRatio || 1, 2);
  function pointSize() {
    const many = x.length > 2e5 ? 1.5 : x.length > 2e4 ? 2.5 : 4;
    return many * ratio() * Math.min(3, Math.max(1, Math.sqrt(view.full / view.w)));
  }
  function place(row) {
    const stage = $("stage");
    return [((x[row] - view.cx) / view.w + .5) * stage.clientWidth,
      (.5 - (y[row] - view.cy) / view.h) * stage.clientHeight];
  }
  function ticks(low, high) {
    const raw = (high - low) / 6, power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= raw) || raw;
    const all = [];
    for (let at = Math.ceil(low / step) * step; at <= high && all.length < 20; at += step) all.push(at);
    return all.map((at) => [at, String(+at.toPrecision(6))]);
  }
  function drawOver() {
    const canvas = $("over"), context = canvas.getContext("2d"), stage = $("stage");
    const ink = getComputedStyle(document.body).color, r = ratio();
    context.setTransform(r, 0, 0, r, 0, 0);
    context.clearRect(0, 0, stage.clientWidth, stage.clientHeight);
    context.font = "11px system-ui, sans-serif";
    context.fillStyle = ink;
    const [w, h] = [stage.clientWidth, stage.clientHeight];
    context.textAlign = "center";
    for (const [at, text] of ticks(view.cx - view.w / 2, view.cx + view.w / 2)) {
      const left = ((at - view.cx) / view.w + .5) * w;
      if (left < 25 || left > w - 25) continue;
      context.fillRect(left, h - 5, 1, 5);
      context.fillText(text, left, h - 8);
    }
    context.textAlign = "left";
    for (const [at, text] of ticks(Math.min(view.cy - view.h / 2, view.cy + view.h / 2),
      Math.max(view.cy - view.h / 2, view.cy + view.h / 2))) {
      const top = (.5 - (at - view.cy) / view.h) * h;
      if (top < 18 || top > h - 22) continue;
      context.fillRect(0, top, 5, 1);
      context.fillText(text, 8, top + 4);
    }
    context.fillText("↑ " + $("up").value, 8, 13);
    context.textAlign = "right";
    context.fillText($("across").value + " →", w - 6, h - 22);
    function ring(row, colour, size, width) {
      const [left, top] = place(row);
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      context.arc(left, top, size, 0, 7);
      context.stroke();
    }
    for (const [row, name] of labels) ring(row, css(labelColours[name] || 0xAA3377), 6, 2);
    if (hovered >= 0) ring(hovered, ink, 7, 1.5);
    if (current >= 0) ring(current, ink, 9, 2.5);
    if (path) {
      context.strokeStyle = ink;
      context.lineWidth = 1.5;
      context.beginPath();
      path.forEach(([left, top], i) => i ? context.lineTo(left, top) : context.moveTo(left, top));
      context.closePath();
      context.stroke();
    }
  }
  function draw() {
    if (pieces.scheduled) return;
    pieces.scheduled = true;
    requestAnimationFrame(() => {
      pieces.scheduled = false;
      if (!x) return;
      const start = performance.now();
      pieces.painter.draw();
      drawOver();
      window.explorer.timings.draw = performance.now() - start;
    });
  }
  // Rings, ticks and the lasso lie on a canvas of their own: where no point moves, a million need not be drawn again.
  function mark() { if (x) drawOver(); }
  const css = (rgb) => "#" + rgb.toString(16).padStart(6, "0");
  function scale(part) {
    const at = Math.min(Math.max(part, 0), 1) * 9, low = Math.min(Math.floor(at), 8), rest = at - low;
    const mix = (shift) => Math.round((cividis[low] >> shift & 255) * (1 - rest)
      + (cividis[low + 1] >> shift & 255) * rest);
    return mix(16) << 16 | mix(8) << 8 | mix(0);
  }
  function paint() {
    const name = $("colour").value, one = meta.columns.find((c) => c.name === name);
    const count = x.length, legend = $("legend");
    colours = colours && colours.length === 4 * count ? colours : new Uint8Array(4 * count);
    legend.textContent = "";
    let tint;
    if (one.kind === "class") {
      tint = (v) => v === 1 ? 0xE69F00 : v === 0 ? 0x56B4E9 : 0x888888;
      for (const [rgb, text] of [[0xE69F00, "star"], [0x56B4E9, "galaxy"], [0x888888, "no label"]]) {
        add(add(legend, "span"), "i").style.background = css(rgb);
        legend.lastChild.append(text);
      }
    } else if (one.kind === "group") {
      const sizes = new Map();
      for (const v of shade) sizes.set(v, (sizes.get(v) || 0) + 1);
      const large = [...sizes].filter(([v]) => isFinite(v)).sort((a, b) => b[1] - a[1]).slice(0, 12);
      const known = new Map(large.map(([v], i) => [v, dozen[i]]));
      tint = (v) => known.get(v) || 0x999999;
      large.forEach(([v, n], i) => {
        add(add(legend, "span"), "i").style.background = css(dozen[i]);
        legend.lastChild.append(v + " (" + n + ")");
      });
      add(legend, "span", sizes.size > 12 ? "all others grey" : "");
    } else {
      const [low, high] = /^P_/.test(name) ? [0, 1] : range(shade);
      // The dark end would not be seen on a dark page.
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      const shown = (part) => scale(dark ? .25 + .75 * part : part);
      const table = Array.from({ length: 256 }, (_, i) => shown(i / 255));
      tint = (v) => isFinite(v)
        ? table[Math.round(255 * Math.min(Math.max((v - low) / (high - low), 0), 1))] : 0x888888;
      add(legend, "span", name + (one.unit ? " [" + one.unit + "]" : "") + " " + +low.toPrecision(3));
      const strip = add(legend, "canvas");
      [strip.width, strip.height] = [160, 12];
      const context = strip.getContext("2d");
      for (let i = 0; i < 160; i++) {
        context.fillStyle = css(shown(i / 159));
        context.fillRect(i, 0, 1, 12);
      }
      add(legend, "span", String(+high.toPrecision(3)));
    }
    const some = chosenRows.length > 0, usual = count > 1e5 ? 150 : 210;
    for (let i = 0; i < count; i++) {
      const rgb = tint(shade[i]);
      colours[4 * i] = rgb >> 16;
      colours[4 * i + 1] = rgb >> 8 & 255;
      colours[4 * i + 2] = rgb & 255;
      colours[4 * i + 3] = some ? (chosen[i] ? 255 : 40) : usual;
    }
    pieces.painter.colours();
    draw();
  }
  function resize() {
    const stage = $("stage");
    for (const canvas of [$("points"), $("over")]) {
      canvas.width = Math.max(1, Math.round(stage.clientWidth * ratio()));
      canvas.height = Math.max(1, Math.round(stage.clientHeight * ratio()));
    }
    draw();
  }

  // ---- where things are --------------------------------------------------------------------------
  function fit() {
    const [xs, ys] = [range(x), range(y)];
    view = { cx: (xs[0] + xs[1]) / 2, cy: (ys[0] + ys[1]) / 2, w: (xs[1] - xs[0]) * 1.12,
      h: (ys[1] - ys[0]) * 1.12 };
    view.full = view.w;
    // Magnitudes grow downwards, right ascension to the left, as astronomers draw them.
    if (/^MAG(_|$)/.test($("up").value)) view.h = -view.h;
    if ($("across").value === "RA") view.w = view.full = -view.w;
    draw();
  }
  const cells = 256;
  function index() {
    const [xs, ys] = [range(x), range(y)];
    const cell = (i) => {
      const a = Math.floor((x[i] - xs[0]) / (xs[1] - xs[0]) * cells);
      const b = Math.floor((y[i] - ys[0]) / (ys[1] - ys[0]) * cells);
      return Math.min(Math.max(a, 0), cells - 1) + cells * Math.min(Math.max(b, 0), cells - 1);
    };
    const starts = new Uint32Array(cells * cells + 1), rows = new Uint32Array(x.length);
    for (let i = 0; i < x.length; i++) if (isFinite(x[i] + y[i])) starts[cell(i) + 1]++;
    for (let c = 0; c < cells * cells; c++) starts[c + 1] += starts[c];
    const next = starts.slice();
    for (let i = 0; i < x.length; i++) if (isFinite(x[i] + y[i])) rows[next[cell(i)]++] = i;
    grid = { starts, rows, xs, ys };
  }
  function nearestTo(left, top) {
    if (!grid) return -1;
    const stage = $("stage"), reach = 10;
    const toX = (one) => view.cx + (one / stage.clientWidth - .5) * view.w;
    const toY = (one) => view.cy + (.5 - one / stage.clientHeight) * view.h;
    const bound = (value, [low, high]) =>
      Math.min(Math.max(Math.floor((value - low) / (high - low) * cells), 0), cells - 1);
    const as = [bound(toX(left - reach), grid.xs), bound(toX(left + reach), grid.xs)].sort((p, q) => p - q);
    const bs = [bound(toY(top - reach), grid.ys), bound(toY(top + reach), grid.ys)].sort((p, q) => p - q);
    let best = -1, least = reach * reach;
    for (let b = bs[0]; b <= bs[1]; b++) {
      for (let i = grid.starts[b * cells + as[0]]; i < grid.starts[b * cells + as[1] + 1]; i++) {
        const [l, t] = place(grid.rows[i]), far = (l - left) ** 2 + (t - top) ** 2;
        if (far < least) [best, least] = [grid.rows[i], far];
      }
    }
    return best;
  }
  function zoom(factor, left, top) {
    const stage = $("stage");
    const fx = left === undefined ? 0 : left / stage.clientWidth - .5;
    const fy = top === undefined ? 0 : .5 - top / stage.clientHeight;
    if (Math.abs(view.w * factor / view.full) < 1e-5 || Math.abs(view.w * factor / view.full) > 50) return;
    view.cx += fx * view.w * (1 - factor);
    view.cy += fy * view.h * (1 - factor);
    view.w *= factor;
    view.h *= factor;
    draw();
  }
  async function lay() {
    [x, y, shade] = await Promise.all(["across", "up", "colour"].map((one) => column($(one).value)));
    pieces.painter.places();
    index();
    paint();
    fit();
    remember();
  }
  function remember() {
    const state = new URLSearchParams({ x: $("across").value, y: $("up").value, colour: $("colour").value });
    if (current >= 0) state.set("row", current);
    history.replaceState(null, "", "#" + state);
  }

  // ---- selection ---------------------------------------------------------------------------------
  function inside(left, top, points) {
    let odd = false;
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [a, b] = [points[i], points[j]];
      if ((a[1] > top) !== (b[1] > top)
        && left < (b[0] - a[0]) * (top - a[1]) / (b[1] - a[1]) + a[0]) odd = !odd;
    }
    return odd;
  }
  function choose(rows) {
    chosenRows = rows;
    chosen = new Uint8Array(meta.rows);
    for (const row of rows) chosen[row] = 1;
    $("chosencount").textContent = rows.length ? rows.length + " of " + meta.rows : "(lasso some sources)";
    cards($("chosen"), rows.slice(0, 120));
    paint();
  }
  function closeLasso() {
    const points = path;
    path = null;
    if (!points || points.length < 3) return mark();
    const lefts = points.map((one) => one[0]), tops = points.map((one) => one[1]);
    const box = [Math.min(...lefts), Math.max(...lefts), Math.min(...tops), Math.max(...tops)];
    const rows = [];
    for (let i = 0; i < x.length; i++) {
      const [left, top] = place(i);
      if (left >= box[0] && left <= box[1] && top >= box[2] && top <= box[3] && inside(left, top, points)) {
        rows.push(i);
      }
    }
    choose(rows);
  }
  const picture = (row) => base + "cutout/" + row;
  function cards(parent, rows) {
    parent.textContent = "";
    const score = columns.get(meta.score);
    for (const row of rows) {
      const card = add(parent, "button");
      card.type = "button";
      if (meta.bands.length) {
        const image = add(card, "img");
        image.loading = "lazy";
        image.alt = "cutout " + row;
        image.src = picture(row);
      }
      add(card, "span", score && isFinite(score[row]) ? "P " + score[row].toFixed(2) : "row " + row);
      card.addEventListener("click", () => show(row));
    }
  }

  // ---- one source --------------------------------------------------------------------------------
  const show = guarded(async function (row) {
    current = row;
    mark();
    remember();
    const source = await (await ask("row/" + row)).json();
    if (current !== row) return;
    fault("");
    const box = $("current");
    box.textContent = "";
    const title = add(box, "h2");
    add(title, "bdi", source.id);
    add(title, "span", " field " + source.field, "soft");
    if (meta.bands.length) {
      const bar = add(box, "div", undefined, "bar");
      const band = add(add(bar, "label", "light"), "select");
      band.id = "band";
      for (const name of ["colour", ...meta.bands]) add(band, "option", name).value = name;
      band.value = show.band || "colour";
      const pictures = add(box, "div", undefined, "pictures");
      const image = add(pictures, "img");
      image.id = "cutout";
      image.alt = "cutout of " + source.id;
      const seen = meta.channels.length ? add(pictures, "img") : null;
      if (seen) {
        seen.id = "seen";
        seen.alt = "original, reconstruction, residual";
        seen.title = "as the network sees it: original, reconstruction, residual (red above, blue below)";
      }
      const set = () => {
        show.band = band.value;
        image.src = picture(row) + (band.value === "colour" ? "" : "?band=" + meta.bands.indexOf(band.value));
        if (seen) {
          const wanted = band.value === "colour" ? meta.reference : band.value;
          seen.src = base + "seen/" + row + "?channel=" + Math.max(0, meta.channels.indexOf(wanted));
        }
      };
      band.addEventListener("change", set);
      set();
    }
    if (isFinite(source.ra) && source.ra !== null) {
      const links = add(box, "p"), at = source.ra.toFixed(6), up = source.dec.toFixed(6);
      for (const [text, address] of [
        ["SkyServer", "https://skyserver.sdss.org/dr18/VisualTools/navi?ra=" + at + "&dec=" + up + "&scale=0.2"],
        ["Legacy Surveys", "https://www.legacysurvey.org/viewer?ra=" + at + "&dec=" + up + "&zoom=16"],
        ["Aladin", "https://aladin.cds.unistra.fr/AladinLite/?target=" + encodeURIComponent(at + " " + up) + "&fov=0.03"],
      ]) {
        const link = add(links, "a", text);
        link.href = address;
        link.target = "_blank";
        link.rel = "noopener noreferrer";
      }
    }
    const details = add(box, "details");
    details.open = !matchMedia("(max-width: 46rem)").matches;
    add(details, "summary", source.label ? "labelled " + source.label.toLowerCase() : "its row");
    const table = add(details, "table");
    for (const cell of source.cells) {
      const line = add(table, "tr");
      add(line, "td", cell.name).title = cell.description || "";
      add(line, "td", cell.text + (cell.unit ? " " + cell.unit : ""));
    }
    if (meta.hasCodes) {
      const start = performance.now();
      const near = await (await ask("nearest/" + row + "?count=13")).json();
      window.explorer.timings.nearest = performance.now() - start;
      if (current !== row) return;
      $("nearhead").hidden = false;
      cards($("near"), near.rows.filter((one) => one !== row).slice(0, 12));
    }
    window.explorer.shown = row;
  });
  async function sorted() {
    const name = $("order").value, rows = Array.from({ length: meta.rows }, (_, i) => i);
    if (name === "uncertain") {
      const score = await column(meta.score);
      const far = (row) => isFinite(score[row]) ? Math.abs(score[row] - .5) : 9;
      rows.sort((a, b) => far(a) - far(b) || a - b);
    } else if (name === "disagree") {
      const [one, two] = [await column(meta.score), await column("P_CLUSTERS")];
      const apart = (row) => isFinite(one[row] + two[row]) ? -Math.abs(one[row] - two[row]) : 9;
      rows.sort((a, b) => apart(a) - apart(b) || a - b);
    } else if (name === "outlier") {
      const place = await column("outlier rank");
      rows.sort((a, b) => place[a] - place[b]);
    } else if (name === "random") {
      let seed = 1;
      for (let i = rows.length - 1; i > 0; i--) {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        const j = seed % (i + 1);
        [rows[i], rows[j]] = [rows[j], rows[i]];
      }
    }
    return rows;
  }
  const step = guarded(async function (by) {
    if (!order.length) order = await sorted();
    rank = Math.min(Math.max(rank + by, 0), order.length - 1);
    $("rank").textContent = rank + 1 + " of " + order.length;
    await show(order[rank]);
  });
  const label = guarded(async function (name) {
    const rows = current >= 0 ? [current] : [];
    if (!rows.length) return fault("choose a source before it gets a label");
    const answer = await ask("label", { method: "POST", body: JSON.stringify({ rows, label: name || null }),
      headers: { "Content-Type": "application/json" } });
    take(await answer.json());
    if (name) await step(rank < 0 && !order.length ? 0 : 1); else await show(current);
  });
  function take(list) {
    labels = new Map(list.map((one) => [one.row, one.label]));
    const counts = {};
    for (const name of labels.values()) counts[name] = (counts[name] || 0) + 1;
    const parts = Object.keys(counts).sort().map((name) => counts[name] + " " + name.toLowerCase());
    $("labelcount").textContent = labels.size
      ? parts.join(", ") + (meta.labelsFile ? " in " + meta.labelsFile : " (kept while this runs)") : "";
    mark();
  }
  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  function own() {
    const word = prompt("What is it? (letters, digits, blanks and - _)");
    if (word) label(word.trim());
  }
  // ---- SAMP --------------------------------------------------------------------------------------
  // Tables that were sent, by their names: which rows of the run are theirs.
  const sent = new Map();
  const rowsOf = (params) => sent.get(params["table-id"]) || sent.get(params.url);
  const heard = {
    "coord.pointAt.sky": guarded(async (params) => {
      const found = await (await ask("find?q=" + encodeURIComponent(params.ra + " " + params.dec))).json();
      if (found.length) await show(found[0]);
      else $("sampwords").textContent = "no source within 1′ of " + params.ra + " " + params.dec;
    }),
    "table.highlight.row": (params) => {
      const rows = rowsOf(params);
      if (rows && rows[Number(params.row)] !== undefined) show(rows[Number(params.row)]);
    },
    "table.select.rowList": (params) => {
      const rows = rowsOf(params);
      if (rows) choose(params["row-list"].map((one) => rows[Number(one)]).filter((one) => one !== undefined));
    },
  };
  function sampState(words) {
    const on = samp.connected();
    $("samp").textContent = on ? "leave SAMP" : "connect SAMP";
    $("samp").setAttribute("aria-pressed", String(on));
    $("sampsend").hidden = $("samppoint").hidden = !on;
    $("sampwords").textContent = words || "";
  }
  const sampSwitch = guarded(async function () {
    if (samp.connected()) {
      await samp.leave();
      return sampState();
    }
    $("sampwords").textContent = "asking the hub …";
    try {
      await samp.connect("galaxy-aep " + meta.name, heard, () => sampState("the hub is gone"));
      sampState("connected");
    } catch (error) {
      sampState("no hub with a Web Profile here: start TOPCAT or Aladin (" + error.message + ")");
    }
  });
  const sampSend = guarded(async function () {
    if (!chosenRows.length) return fault("lasso some sources before they are sent");
    const rows = chosenRows.slice();
    const answer = await ask("lend", { method: "POST", body: new Uint32Array(rows),
      headers: { "Content-Type": "application/octet-stream" } });
    const url = (await answer.json()).url, name = meta.name + " selection " + (sent.size / 2 + 1);
    sent.set(name, rows);
    sent.set(url, rows);
    await samp.tell("table.load.votable", { url, name, "table-id": name });
    $("sampwords").textContent = rows.length + " sent as " + name;
  });
  const sampPoint = guarded(async function () {
    if (current < 0) return fault("choose a source before others are pointed at it");
    const source = await (await ask("row/" + current)).json();
    await samp.tell("coord.pointAt.sky", { ra: String(source.ra), dec: String(source.dec) });
    for (const [name, rows] of sent) {
      const row = rows.indexOf(current);
      if (row >= 0 && !/^http/.test(name)) await samp.tell("table.highlight.row", { "table-id": name, row: String(row) });
    }
  });
  const find = guarded(async function () {
    const text = $("query").value.trim();
    if (!text) return;
    const found = await (await ask("find?q=" + encodeURIComponent(text))).json();
    if (!found.length) return fault("nothing is called " + text + " or lies within an arcminute of it");
    fault("");
    if (found.length > 1) choose(found);
    await show(found[0]);
    const [left, top] = place(found[0]), stage = $("stage");
    if (!(left > 0 && top > 0 && left < stage.clientWidth && top < stage.clientHeight)) {
      [view.cx, view.cy] = [x[found[0]], y[found[0]]];
      draw();
    }
  });

  // ---- what the hand does ------------------------------------------------------------------------
  function pointers() {
    const stage = $("stage"), held = new Map();
    let moved = 0, apart = 0, wait = 0;
    const at = (event) => {
      const box = stage.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    stage.addEventListener("pointerdown", (event) => {
      stage.setPointerCapture(event.pointerId);
      held.set(event.pointerId, at(event));
      moved = 0;
      if (held.size === 1 && (lassoing || event.shiftKey)) path = [at(event)];
      if (held.size === 2) path = null;
    });
    stage.addEventListener("pointermove", (event) => {
      const here = at(event), before = held.get(event.pointerId);
      if (!before) {
        if (event.pointerType === "touch") return;
        clearTimeout(wait);
        wait = setTimeout(() => hover(here), 30);
        return;
      }
      moved += Math.hypot(here[0] - before[0], here[1] - before[1]);
      held.set(event.pointerId, here);
      if (held.size === 2) {
        const [a, b] = [...held.values()], far = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (apart) zoom(apart / far, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
        apart = far;
      } else if (path) {
        path.push(here);
        mark();
      } else {
        view.cx -= (here[0] - before[0]) / stage.clientWidth * view.w;
        view.cy += (here[1] - before[1]) / stage.clientHeight * view.h;
        draw();
      }
    });
    const up = (event) => {
      const here = held.get(event.pointerId);
      if (!here) return;
      held.delete(event.pointerId);
      apart = 0;
      if (path) {
        setLasso(false);
        return closeLasso();
      }
      if (moved < 5 && event.type === "pointerup") {
        const row = nearestTo(...here);
        if (row >= 0) {
          rank = order.indexOf(row);
          show(row);
        }
      }
    };
    stage.addEventListener("pointerup", up);
    stage.addEventListener("pointercancel", up);
    stage.addEventListener("pointerleave", () => { clearTimeout(wait); hover(null); });
    stage.addEventListener("wheel", (event) => {
      event.preventDefault();
      zoom(Math.pow(1.0015, event.deltaY), ...at(event));
    }, { passive: false });
  }
  function hover(here) {
    const row = here ? nearestTo(...here) : -1, tip = $("tip");
    if (row !== hovered) {
      hovered = row;
      tip.hidden = row < 0;
      if (row >= 0) {
        $("tipimage").hidden = !meta.bands.length;
        if (meta.bands.length) $("tipimage").src = picture(row);
        const score = columns.get(meta.score);
        $("tiptext").textContent = (score && isFinite(score[row]) ? meta.score + " " + score[row].toFixed(3) : "row " + row)
          + (labels.has(row) ? " · " + labels.get(row).toLowerCase() : "");
      }
      drawOver();
    }
    if (row >= 0) {
      const stage = $("stage");
      tip.style.left = Math.max(0, Math.min(here[0] + 14, stage.clientWidth - 142)) + "px";
      tip.style.top = Math.max(0, Math.min(here[1] + 14, stage.clientHeight - 175)) + "px";
    }
  }
  function setLasso(on) {
    lassoing = on;
    $("lasso").setAttribute("aria-pressed", String(on));
  }
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const pan = .08, actions = {
      ArrowLeft: () => { view.cx -= pan * view.w; draw(); },
      ArrowRight: () => { view.cx += pan * view.w; draw(); },
      ArrowUp: () => { view.cy += pan * view.h; draw(); },
      ArrowDown: () => { view.cy -= pan * view.h; draw(); },
      "+": () => zoom(.8), "=": () => zoom(.8), "-": () => zoom(1.25), 0: fit,
      l: () => setLasso(!lassoing), n: () => step(1), p: () => step(-1), "/": () => $("query").focus(),
      s: () => label("STAR"), g: () => label("GALAXY"), a: () => label("ARTEFACT"), o: own,
      u: () => label(""), Escape: () => { path = null; setLasso(false); choose([]); },
    };
    const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    // Arrows scroll the page unless the map has the focus.
    if (event.key.startsWith("Arrow") && event.target !== $("stage")) return;
    event.preventDefault();
    action();
  }
  function controls() {
    const all = (id, names) => names.forEach((name) => { add($(id), "option", name).value = name; });
    const names = meta.columns.map((one) => one.name);
    all("across", names);
    all("up", names);
    all("colour", names);
    meta.layouts.forEach((one, i) => { add($("layout"), "option", one.title).value = i; });
    add($("layout"), "option", "own choice").value = -1;
    $("layout").addEventListener("change", () => {
      const one = meta.layouts[$("layout").value];
      if (!one) return;
      [$("across").value, $("up").value] = [one.x, one.y];
      guarded(lay)();
    });
    for (const id of ["across", "up"]) {
      $(id).addEventListener("change", () => { $("layout").value = -1; guarded(lay)(); });
    }
    $("colour").addEventListener("change", guarded(async () => {
      shade = await column($("colour").value);
      paint();
      remember();
    }));
    const orders = [...(names.includes("outlier rank") ? [["outlier", "outliers first"]] : []), ["random", "at random"], ["file", "as in the file"]];
    if (names.includes(meta.score)) orders.unshift(["uncertain", "most uncertain first"]);
    if (names.includes("P_CLUSTERS") && meta.score !== "P_CLUSTERS") {
      orders.splice(1, 0, ["disagree", "scores that disagree"]);
    }
    for (const [value, text] of orders) add($("order"), "option", text).value = value;
    $("order").addEventListener("change", () => { order = []; rank = -1; step(1); });
    $("next").addEventListener("click", () => step(1));
    $("previous").addEventListener("click", () => step(-1));
    $("fit").addEventListener("click", fit);
    $("closer").addEventListener("click", () => zoom(.7));
    $("farther").addEventListener("click", () => zoom(1 / .7));
    $("lasso").addEventListener("click", () => setLasso(!lassoing));
    $("clear").addEventListener("click", () => choose([]));
    $("own").addEventListener("click", own);
    document.querySelectorAll("[data-label]").forEach((one) =>
      one.addEventListener("click", () => label(one.dataset.label)));
    document.querySelectorAll("[data-export]").forEach((one) =>
      one.addEventListener("click", guarded(async () => {
        if (!chosenRows.length) return fault("lasso some sources before they are exported");
        const kind = one.dataset.export;
        const answer = await ask("export?format=" + kind, { method: "POST", body: new Uint32Array(chosenRows),
          headers: { "Content-Type": "application/octet-stream" } });
        save(await answer.blob(), "selection." + kind);
      })));
    $("savelabels").addEventListener("click", guarded(async () =>
      save(await (await ask("labels.csv")).blob(), "labels.csv")));
    $("samp").addEventListener("click", sampSwitch);
    $("sampsend").addEventListener("click", sampSend);
    $("samppoint").addEventListener("click", sampPoint);
    window.addEventListener("pagehide", () => { if (samp.connected()) samp.leave(); });
    $("search").addEventListener("submit", (event) => { event.preventDefault(); find(); });
    document.addEventListener("keydown", keys);
    window.addEventListener("resize", resize);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
    pointers();
  }
  guarded(async function () {
    const start = performance.now();
    meta = await (await ask("meta.json")).json();
    $("name").textContent = meta.name;
    document.title = meta.name + " – explorer";
    pieces.painter = webgl($("points")) || plain($("points"));
    controls();
    const state = new URLSearchParams(location.hash.slice(1)), names = meta.columns.map((one) => one.name);
    const wanted = (key, usual) => names.includes(state.get(key)) ? state.get(key) : usual;
    const first = meta.layouts[0] || { x: names[0], y: names[Math.min(1, names.length - 1)] };
    $("across").value = wanted("x", first.x);
    $("up").value = wanted("y", first.y);
    $("layout").value = meta.layouts.findIndex((one) =>
      one.x === $("across").value && one.y === $("up").value);
    $("colour").value = wanted("colour", names.includes(meta.score) ? meta.score : names[0]);
    take(meta.labels);
    if (names.includes(meta.score)) await column(meta.score);
    [x, y, shade] = await Promise.all(["across", "up", "colour"].map((one) => column($(one).value)));
    resize();
    choose([]);
    await lay();
    $("status").textContent = meta.rows.toLocaleString("en") + " sources";
    const row = Number(state.get("row"));
    if (state.has("row") && Number.isInteger(row) && row >= 0 && row < meta.rows) await show(row);
    window.explorer.timings.load = performance.now() - start;
    window.explorer.place = (one) => {
      const box = $("stage").getBoundingClientRect(), [left, top] = place(one);
      return [box.left + left, box.top + top];
    };
    window.explorer.ready = true;
  })();
})();

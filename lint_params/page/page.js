"use strict";
// What the page holds is JSON in its element "data". All of it is shown as text: nothing here ever makes markup of it.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const SVG = "http://www.w3.org/2000/svg";
  const MANY = 40; // models up to which all chains are drawn at once; those of more when they come near
  const WIDEST = 1000000; // the widest a layer may be made

  // Elements and figures.

  function make(tag, attributes = {}, ...children) {
    return filled(document.createElement(tag), attributes, children);
  }
  function drawn(tag, attributes = {}, ...children) {
    return filled(document.createElementNS(SVG, tag), attributes, children);
  }
  function filled(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === true) element.setAttribute(name, "");
      else if (value !== null && value !== false) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child !== null));
    return element;
  }
  const figures = new Intl.NumberFormat("en-US");
  const figure = (count) => figures.format(count);
  const big = (count) => (count === null ? null : BigInt(count));
  const amount = (count, low) => (count !== null ? figure(big(count)) : low ? `\u2265 ${figure(big(low))}` : "?");
  const plural = (count, word) => `${figure(count)} ${word}${Number(count) === 1 ? "" : "s"}`;
  function percent(part, whole) {
    if (!whole) return "";
    const share = (100 * Number(part)) / Number(whole);
    return share > 0 && share < 0.1 ? "<0.1%" : `${share.toFixed(1)}%`;
  }
  function memory(bytes) {
    let size = Number(bytes);
    for (const unit of ["B", "KB", "MB", "GB", "TB"]) {
      if (size < 1024) return `${size.toFixed(2)} ${unit}`;
      size /= 1024;
    }
    return `${size.toFixed(2)} PB`;
  }

  // Counts as polynomials over the widths: terms of a factor and the indices of the widths that multiply it.

  function evaluated(value, widths) {
    if (!Array.isArray(value)) return big(value);
    return value.reduce(
      (sum, [factor, knobs]) => sum + knobs.reduce((product, knob) => product * widths[knob], BigInt(factor)),
      0n,
    );
  }
  const sizeText = (size, widths) =>
    size === null ? "None" : Array.isArray(size) ? String(evaluated(size, widths)) : String(size);
  function shapeText(sizes, widths) {
    const texts = sizes.map((size) => sizeText(size, widths));
    return `(${texts.join(", ")}${texts.length === 1 ? "," : ""})`;
  }
  const formulaText = (formula, widths) => formula.replace(/\bw(\d+)_/g, (_, knob) => widths[Number(knob)]);

  // A layer's weights and formula, as they are at some widths.

  function said(layer, widths) {
    const whatif = layer.whatif;
    const formula = whatif ? formulaText(whatif.formula, widths) : layer.formula;
    const params = whatif ? evaluated(whatif.params, widths) : big(layer.params);
    const rows = layer.weights.map((weight) =>
      make(
        "tr",
        {},
        make("th", { scope: "row" }, weight.name),
        make("td", {}, make("code", {}, shapeText(weight.shape, widths))),
        make("td", { class: "right figures" }, countOf(weight, widths)),
        make("td", { class: "soft" }, [changed(layer, widths) ? "" : weight.words, trainedText(weight)].filter(Boolean).join("; ")),
      ),
    );
    const heads = ["Weight", "Shape", "Count", "What it is"];
    const found = verdict(layer, params ?? big(layer.at_least));
    return [
      make("p", {}, make("code", {}, layer.definition), layer.reads ? ` reads its input ${layer.reads}` : ""),
      found ? make("p", { class: found[0] }, found[1]) : null,
      layer.reason ? make("p", { class: "warn" }, layer.reason) : null,
      formula && formula !== "0"
        ? make("p", {}, make("code", {}, formula), params === null ? "" : ` = ${figure(params)}`)
        : null,
      rows.length
        ? make(
            "table",
            {},
            make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))),
            make("tbody", {}, rows),
          )
        : make("p", { class: "soft" }, layer.params === null ? "no weights are known" : "no weights"),
    ];
  }
  const trainedText = (weight) =>
    weight.trains === false ? "not trained" : weight.trains === null ? "open whether it trains" : "";
  function countOf(weight, widths) {
    if (typeof weight.count === "string" && !/^\d+$/.test(weight.count)) {
      if (!weight.shape.every((size) => typeof size === "number" || Array.isArray(size))) return weight.count;
    }
    return figure(weight.shape.reduce((product, size) => product * evaluated(size, widths), 1n));
  }
  const changed = (layer, widths) =>
    layer.whatif !== null && evaluated(layer.whatif.params, widths) !== big(layer.params);

  // The tip that shows weights and formula on hover and focus: it stays while the pointer is on it; Escape closes it.

  const tip = make("div", { id: "tip", role: "tooltip", hidden: true });
  let tipTimer = 0;
  function showTip(anchor, content) {
    clearTimeout(tipTimer);
    tip.replaceChildren(...content.filter((child) => child !== null));
    tip.hidden = false;
    anchor.setAttribute("aria-describedby", "tip");
    placeTip(anchor);
  }
  function placeTip(anchor) {
    const box = anchor.getBoundingClientRect();
    const below = box.bottom + tip.offsetHeight + 8 < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? box.bottom + 4 : Math.max(4, box.top - tip.offsetHeight - 4)}px`;
  }
  function hideTip() {
    clearTimeout(tipTimer);
    tip.hidden = true;
    document.querySelectorAll("[aria-describedby='tip']").forEach((one) => one.removeAttribute("aria-describedby"));
  }
  const hideSoon = () => {
    clearTimeout(tipTimer);
    tipTimer = setTimeout(hideTip, 150);
  };
  tip.addEventListener("mouseenter", () => clearTimeout(tipTimer));
  tip.addEventListener("mouseleave", hideSoon);
  document.addEventListener("keydown", (event) => event.key === "Escape" && hideTip());
  // Moving the focus scrolls to it: the tip of what has the focus goes along.
  const follow = () => {
    const focused = document.activeElement;
    if (focused && focused.getAttribute("aria-describedby") === "tip") placeTip(focused);
    else hideTip();
  };
  document.addEventListener("scroll", follow, { passive: true });
  function tips(anchor, content) {
    const show = () => {
      const found = content();
      if (found) showTip(anchor, found);
    };
    anchor.addEventListener("mouseenter", show);
    anchor.addEventListener("mouseleave", hideSoon);
    anchor.addEventListener("focus", () => anchor.matches(":focus-visible") && show());
    anchor.addEventListener("blur", hideTip);
  }

  // A bar with budgets as lines. What lies beyond the right end is said in words.

  function bar(css) {
    const fill = make("i", { class: css });
    const element = make("div", { class: "bar", "aria-hidden": "true" }, fill);
    return {
      element,
      set(value, scale, limits) {
        const at = (count) => (scale > 0n ? Number((count * 100000n) / scale) / 1000 : 0);
        fill.style.width = `${at(value)}%`;
        element.querySelectorAll("b").forEach((line) => line.remove());
        for (const [kind, limit] of limits) {
          if (limit === null || limit > scale) continue;
          const line = make("b", { class: kind });
          line.style.left = `calc(${at(limit)}% - 1px)`;
          element.append(line);
        }
      },
    };
  }
  const limitsOf = (thing) => [
    ["limit", big(thing.limit)],
    ["warning", big(thing.warning)],
  ];
  function verdict(thing, params) {
    const [[, limit], [, warning]] = limitsOf(thing);
    if (limit !== null && params > limit) return ["over", `over budget ${figure(limit)} by ${figure(params - limit)}`];
    if (warning !== null && params > warning) return ["warn", `over warning budget ${figure(warning)}`];
    if (limit !== null) return ["soft", `budget ${figure(limit)}`];
    return warning !== null ? ["soft", `warning budget ${figure(warning)}`] : null;
  }
  function exceeded(thing, params) {
    const found = verdict(thing, params);
    return found && found[0] !== "soft" ? found : null;
  }
  const verdictText = (found) => (found ? make("small", { class: found[0] }, found[1]) : null);

  // One model: its chain, its sliders, its total.

  function article(model, index) {
    const body = make("div");
    const element = make(
      "article",
      { id: `m${index}`, tabindex: "-1", "aria-labelledby": `h${index}` },
      make("h3", { id: `h${index}` }, model.title, " ", make("span", { class: "soft" }, model.place)),
      model.title === model.name ? null : make("p", {}, "named ", make("code", {}, model.name)),
      model.about.map((line) => make("p", { class: "soft" }, line)),
      body,
    );
    let done = false;
    return {
      element,
      draw() {
        if (done) return;
        done = true;
        element.classList.remove("far");
        element.style.removeProperty("contain-intrinsic-size");
        body.append(...chain(model, index));
      },
    };
  }

  function chain(model, index) {
    const start = model.whatif ? model.whatif.knobs.map((knob) => BigInt(knob.value)) : [];
    let widths = start.slice();
    const rows = [];
    const list = make("ol", { class: "chain" });
    if (model.input !== null) {
      list.append(make("li", { class: "input" }, "input ", make("code", {}, model.input)));
    }
    for (const layer of model.layers) list.append(row(layer, true));
    const total = bar("other");
    const totalCount = make("output", { class: "count figures", "aria-live": "polite" });
    const totalText = make("div");
    const reset = make("button", { type: "button", class: "screen", hidden: true }, "As in the source");
    reset.addEventListener("click", () => {
      widths = start.slice();
      rows.forEach((one) => one.turn && one.turn(widths));
      update();
    });

    function row(layer, outer) {
      const count = make("div", { class: "count figures" });
      const shape = make("code", { class: "shape" });
      const drawnBar = bar(layer.family);
      const more = make("div", { class: "more", hidden: true });
      const name = make(
        "button",
        { type: "button", class: "name", "aria-expanded": "false" },
        make("strong", {}, layer.name),
        " ",
        make("span", { class: "soft" }, layer.wraps.length ? `${layer.type} of ${layer.wraps.join(" of ")}` : layer.type),
      );
      name.addEventListener("click", () => {
        more.hidden = !more.hidden;
        name.setAttribute("aria-expanded", String(!more.hidden));
        if (!more.hidden) fillMore();
        hideTip();
      });
      for (const anchor of [name, drawnBar.element]) tips(anchor, () => (more.hidden ? said(layer, widths) : null));
      const fillMore = () => more.replaceChildren(...said(layer, widths).filter((child) => child !== null));
      const knob = outer && layer.knob !== null && model.whatif ? slider(layer) : null;
      const one = {
        layer,
        outer,
        turn: knob ? knob.turn : null,
        value: () => (layer.whatif ? evaluated(layer.whatif.params, widths) : big(layer.params ?? layer.at_least)),
        set(scale, whole) {
          const value = one.value();
          drawnBar.set(value, scale, limitsOf(layer));
          shape.textContent = layer.whatif ? shapeText(layer.whatif.output, widths) : layer.output;
          const now = layer.params === null ? amount(null, layer.at_least) : figure(value);
          const was = layer.params !== null && value !== big(layer.params) ? `was ${figure(big(layer.params))}` : null;
          count.replaceChildren(
            now,
            make("small", {}, [was, outer && value ? percent(value, whole) : null].filter(Boolean).join(", ")),
            ...[verdictText(exceeded(layer, value))].filter(Boolean),
          );
          if (!more.hidden) fillMore();
        },
      };
      rows.push(one);
      const inner = layer.layers ? make("ol", { class: "chain" }, layer.layers.map((each) => row(each, false))) : null;
      return make(
        "li",
        {},
        make("div", { class: "row" }, name, shape, drawnBar.element, count, knob ? knob.element : null),
        more,
        inner,
      );
    }

    function slider(layer) {
      const { argument, value } = model.whatif.knobs[layer.knob];
      const label = `${argument} of ${layer.name}`;
      const range = make("input", { type: "range", min: 1, max: Math.max(4 * value, 16), value, "aria-label": label });
      const exact = make("input", {
        type: "number", min: 1, max: WIDEST, value, "aria-label": `${label}, exact`,
      });
      const take = (input) => {
        const wanted = Number(input.value);
        if (!Number.isInteger(wanted) || wanted < 1 || wanted > Math.max(WIDEST, Number(range.max))) return;
        widths[layer.knob] = BigInt(wanted);
        if (input !== range) range.value = wanted;
        if (input !== exact) exact.value = wanted;
        update();
      };
      range.addEventListener("input", () => take(range));
      exact.addEventListener("input", () => take(exact));
      exact.addEventListener("blur", () => (exact.value = String(widths[layer.knob])));
      return {
        element: make("div", { class: "knob" }, make("span", { class: "soft", "aria-hidden": "true" }, argument), range, exact),
        turn(all) {
          range.value = exact.value = String(all[layer.knob]);
        },
      };
    }

    function update() {
      const values = rows.map((one) => one.value());
      let scale = values.reduce((most, value) => (value > most ? value : most), 0n);
      for (const [position, one] of rows.entries()) {
        for (const [, limit] of limitsOf(one.layer)) {
          // A budget is on the scale where it is near; a far one would press all bars to the left.
          if (limit !== null && limit > scale && limit <= values[position] * 2n) scale = limit;
        }
      }
      const counts = model.whatif
        ? ["params", "trainable", "bytes"].map((kind) => evaluated(model.whatif[kind], widths))
        : [model.params, model.trainable, model.bytes].map(big);
      const params = counts[0] ?? big(model.at_least);
      rows.forEach((one) => one.set(scale, params));
      const limit = big(model.limit ?? model.warning);
      total.set(params, limit !== null && limit > params ? limit : params, limitsOf(model));
      const moved = widths.some((width, knob) => width !== start[knob]);
      reset.hidden = !moved;
      totalCount.replaceChildren(
        counts[0] === null ? amount(null, model.at_least) : figure(params),
        ...(moved && model.params !== null
          ? [make("small", {}, `was ${figure(big(model.params))}, ${difference(params, big(model.params))}`)]
          : []),
        ...[verdictText(verdict(model, params))].filter(Boolean),
      );
      totalText.replaceChildren(
        make("strong", {}, "Total"),
        make(
          "small",
          { class: "soft" },
          [
            "",
            counts[1] === null ? null : `${figure(counts[1])} trained`,
            counts[2] === null || counts[0] === null ? null : memory(counts[2]),
          ].filter((text) => text !== null).join(" \u00b7 "),
        ),
      );
    }

    update();
    return [
      list,
      make("div", { class: "total" }, make("div", { class: "row" }, totalText, make("span"), total.element, totalCount, reset)),
      model.whatif || !model.layers.length
        ? null
        : make("p", { class: "soft screen" }, "No sliders: no width here can be changed with counts that are sure."),
      ...model.twins.map((words) =>
        make("p", { class: "soft" }, words.map((line, at) => (at ? `; ${line}` : line)).join("")),
      ),
    ].filter((child) => child !== null);
  }
  function difference(now, before) {
    if (!before) return "";
    const share = (100 * (Number(now) - Number(before))) / Number(before);
    return `${share < 0 ? "\u2212" : "+"}${Math.abs(share).toFixed(1)}%`;
  }

  // The map of the project: areas of files, in them models, in them layers. Source of the layout: Bruls, Huizing and
  // van Wijk, Squarified Treemaps (2000).

  function squarified(items, box) {
    const placed = [];
    let rest = items.filter((item) => item.size > 0).sort((a, b) => b.size - a.size);
    let { x, y, width, height } = box;
    let left = rest.reduce((sum, item) => sum + item.size, 0);
    while (rest.length && width > 0 && height > 0) {
      const side = Math.min(width, height);
      const unit = (width * height) / left;
      const worst = (count, sum) =>
        Math.max(
          (side * side * rest[0].size * unit) / (sum * unit) ** 2,
          (sum * unit) ** 2 / (side * side * rest[count - 1].size * unit),
        );
      let count = 1;
      let sum = rest[0].size;
      while (count < rest.length && worst(count + 1, sum + rest[count].size) <= worst(count, sum)) {
        sum += rest[count].size;
        count += 1;
      }
      const depth = (sum * unit) / side;
      let along = 0;
      for (const item of rest.slice(0, count)) {
        const length = (item.size * unit) / depth;
        placed.push(
          width >= height
            ? { item, x, y: y + along, width: depth, height: length }
            : { item, x: x + along, y, width: length, height: depth },
        );
        along += length;
      }
      if (width >= height) [x, width] = [x + depth, width - depth];
      else [y, height] = [y + depth, height - depth];
      left -= sum;
      rest = rest.slice(count);
    }
    return placed;
  }
  const sizeOf = (thing) => Number(thing.params ?? thing.at_least);
  const leaves = (layers) => layers.flatMap((layer) => (layer.layers && layer.layers.length ? leaves(layer.layers) : [layer]));

  function mainFamily(model) {
    const all = leaves(model.layers);
    return all.length ? all.reduce((most, layer) => (sizeOf(layer) > sizeOf(most) ? layer : most)).family : "other";
  }

  function map() {
    // Names are drawn with the picture: on a narrow screen it is a smaller one, so that they can be read.
    const [width, height] = innerWidth < 700 ? [440, 330] : [1200, 420];
    const files = new Map();
    data.models.forEach((model, index) => {
      if (model.apart || !sizeOf(model)) return;
      if (!files.has(model.path)) files.set(model.path, { path: model.path, size: 0, models: [] });
      const file = files.get(model.path);
      file.size += sizeOf(model);
      file.models.push({ model, index, size: sizeOf(model) });
    });
    if (!files.size) return null;
    const links = [];
    const groups = squarified([...files.values()], { x: 0, y: 0, width, height }).flatMap((area) =>
      squarified(area.item.models, area).map((place) => {
        const { model, index } = place.item;
        const tiles =
          place.width * place.height > 500
            ? squarified(leaves(model.layers).map((layer) => ({ layer, size: sizeOf(layer) })), place)
            : [];
        const spoken = `${model.title}, ${model.place}: ${amount(model.params, model.at_least)} parameters`;
        const link = drawn(
          "a",
          { href: `#m${index}`, "aria-label": spoken, tabindex: links.length ? "-1" : "0" },
          tiles.length
            ? tiles.map((tile) => drawn("rect", { ...box(tile), class: tile.item.layer.family }))
            : drawn("rect", { ...box(place), class: mainFamily(model) }),
          tiles.filter(roomy).map((tile, at) => label(tile, tile.item.layer.name, at ? 15 : 30)),
          roomy(place) ? label(place, model.title, 15) : null,
          drawn("rect", { ...box(place), class: "frame" }),
        );
        tips(link, () => [
          make("p", {}, make("strong", {}, model.title), " ", model.place),
          make("p", {}, `${amount(model.params, model.at_least)} parameters, ${percent(place.item.size, data.params)} of all`),
        ]);
        link.addEventListener("click", (event) => {
          event.preventDefault();
          visit(index);
        });
        links.push(link);
        return link;
      }),
    );
    const picture = drawn("svg", { class: "map", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Map of all models by parameters; arrow keys move" }, groups);
    picture.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const here = links.indexOf(document.activeElement);
      if (!step || here < 0) return;
      event.preventDefault();
      const next = links[(here + step + links.length) % links.length];
      links[here].setAttribute("tabindex", "-1");
      next.setAttribute("tabindex", "0");
      next.focus();
    });
    return picture;
  }
  const box = ({ x, y, width, height }) => ({ x: x.toFixed(2), y: y.toFixed(2), width: Math.max(0, width).toFixed(2), height: Math.max(0, height).toFixed(2) });
  const roomy = ({ width, height }) => width > 60 && height > 36;
  function label({ x, y, width }, text, down) {
    const room = Math.floor((width - 10) / 7);
    return drawn("text", { x: (x + 6).toFixed(1), y: (y + down).toFixed(1) }, text.length > room ? `${text.slice(0, room - 1)}\u2026` : text);
  }

  // The table of models.

  const COLUMNS = [
    ["Model", (model) => model.title, false],
    ["Place", (model) => model.place, false],
    ["Layers", (model) => model.layers.length, true],
    ["Parameters", sizeOf, true],
    ["Of all", (model) => (model.apart ? 0 : sizeOf(model)), true],
    ["Budget", (model) => (verdictOf(model) ? (sizeOf(model) / Number(model.limit ?? model.warning)) : -1), true],
    ["Layers over budget", (model) => overs(model), true],
    ["Counted", (model) => model.status, false],
  ];
  const verdictOf = (model) => verdict(model, big(model.params ?? model.at_least));
  const overs = (model) =>
    leaves(model.layers).filter((layer) => layer.limit !== null && big(layer.params ?? layer.at_least) > big(layer.limit)).length;

  function table() {
    const body = make("tbody");
    const entries = data.models.map((model, index) => {
      const link = make("a", { href: `#m${index}` }, model.title);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        visit(index);
      });
      const found = verdictOf(model);
      const over = overs(model);
      return {
        model,
        text: `${model.title} ${model.name} ${model.place} ${model.variant ?? ""}`.toLowerCase(),
        element: make(
          "tr",
          {},
          make("th", { scope: "row" }, link, model.variant && make("small", { class: "variant" }, model.variant)),
          make("td", {}, model.place),
          make("td", { class: "right figures" }, figure(model.layers.length)),
          make("td", { class: "right figures" }, amount(model.params, model.at_least)),
          make("td", { class: "right figures" }, model.apart ?? percent(sizeOf(model), data.params)),
          make("td", { class: "right" }, found ? make("span", { class: found[0] }, found[1]) : ""),
          make("td", { class: `right figures${over ? " over" : ""}` }, over ? figure(over) : ""),
          make("td", {}, model.status),
        ),
      };
    });
    const heads = COLUMNS.map(([name, , right]) =>
      make("th", { scope: "col", class: right ? "right" : null }, make("button", { type: "button" }, name)),
    );
    function sort(column, direction) {
      const [, key] = COLUMNS[column];
      heads.forEach((head) => head.removeAttribute("aria-sort"));
      heads[column].setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
      entries.sort((a, b) => {
        const [first, second] = [key(a.model), key(b.model)];
        return direction * (typeof first === "string" ? first.localeCompare(second, "en") : first - second);
      });
      body.replaceChildren(...entries.map((entry) => entry.element));
    }
    heads.forEach((head, column) =>
      head.firstChild.addEventListener("click", () => {
        const now = head.getAttribute("aria-sort");
        sort(column, now ? (now === "ascending" ? -1 : 1) : COLUMNS[column][2] ? -1 : 1);
      }),
    );
    sort(3, -1);
    const status = make("span", { class: "soft", role: "status" });
    const filter = make("input", { type: "search", "aria-label": "Show models whose name or place contains" , placeholder: "name or place" });
    filter.addEventListener("input", () => {
      const wanted = filter.value.toLowerCase();
      let shown = 0;
      for (const entry of entries) {
        entry.element.hidden = !entry.text.includes(wanted);
        shown += entry.element.hidden ? 0 : 1;
      }
      status.textContent = wanted ? ` ${plural(shown, "model")}` : "";
    });
    return [
      make("p", { class: "screen" }, filter, status),
      make("div", { class: "table", tabindex: "0", role: "region", "aria-label": "Table of models" },
        make("table", {}, make("thead", {}, make("tr", {}, heads)), body)),
    ];
  }

  // Budgets of the whole project.

  function standing(one) {
    const params = big(one.params);
    const limit = big(one.limit ?? one.warning);
    const found = verdict(one, params);
    const line = bar("other");
    line.set(params, limit > params ? limit : params, limitsOf(one));
    return make(
      "div",
      { class: "standing" },
      make("p", {}, `${one.exact ? "" : "at least "}${figure(params)} parameters: `, make("span", { class: found[0] }, found[1]),
        params > limit ? ` (${one.place})` : ` (${percent(params, limit)} of it; ${one.place})`),
      line.element,
    );
  }

  // The page.

  function theme() {
    const names = ["auto", "light", "dark"];
    let at = 0;
    const button = make("button", { type: "button", class: "screen" }, "Colours: auto");
    button.addEventListener("click", () => {
      at = (at + 1) % names.length;
      if (at) document.documentElement.setAttribute("data-theme", names[at]);
      else document.documentElement.removeAttribute("data-theme");
      button.textContent = `Colours: ${names[at]}`;
    });
    return button;
  }

  const articles = data.models.map(article);
  function visit(index) {
    hideTip();
    articles[index].draw();
    articles[index].element.scrollIntoView();
    articles[index].element.focus({ preventScroll: true });
  }
  // What could not be read: a few lines as they are, many behind one.
  function unread(errors) {
    const lines = errors.map((error) => make("p", { class: "over" }, `${error.place}: ${error.message}`));
    const title = `${plural(errors.length, "place")} could not be read`;
    return lines.length > 3 ? make("details", {}, make("summary", { class: "over" }, title), lines) : lines;
  }
  const picture = map();
  const layers = data.models.reduce((sum, model) => sum + model.layers.length, 0);
  document.body.append(
    make("a", { class: "skip", href: "#models" }, "To the table of models"),
    make(
      "header",
      {},
      make("h1", {}, data.title),
      theme(),
      make("p", {}, `${data.exact ? "" : "At least "}${figure(big(data.params))} parameters in ${plural(data.models.length, "model")} with ${plural(layers, "layer")}; ${plural(data.files, "file")} looked at.`,
        data.models.some((model) => model.apart) ? " In the sum, a builder counts once, at its largest, and a model in another one with that." : ""),
      data.not_counted ? make("p", { class: "soft" }, `Not counted: ${plural(data.not_counted, "model")} of other kinds (functional or subclassed).`) : null,
      unread(data.errors),
    ),
    make(
      "main",
      {},
      picture || data.budgets.length
        ? make(
            "section",
            { "aria-labelledby": "project" },
            make("h2", { id: "project" }, "The project"),
            data.budgets.map(standing),
            picture,
            picture
              ? make("ul", { class: "legend" }, data.families.map((name) => make("li", {}, make("i", { class: name }), name)))
              : null,
          )
        : null,
      make(
        "section",
        { "aria-labelledby": "models" },
        make("h2", { id: "models", tabindex: "-1" }, "Models"),
        data.models.length ? table() : make("p", {}, "No Sequential model was found."),
      ),
      data.models.length
        ? make(
            "section",
            { "aria-labelledby": "chains" },
            make("h2", { id: "chains" }, "Chains"),
            make("p", { class: "soft screen" }, "A layer's name shows its weights and formula. The sliders change widths: all counts follow, as Keras would count them. Lines in the bars are budgets."),
            articles.map((one) => one.element),
          )
        : null,
      tip,
    ),
  );

  const drawAll = () => articles.forEach((one) => one.draw());
  if (articles.length <= MANY) {
    drawAll();
  } else {
    const near = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
        near.unobserve(entry.target);
        articles[Number(entry.target.id.slice(1))].draw();
      }),
      { rootMargin: "600px" },
    );
    articles.forEach((one, index) => {
      one.element.classList.add("far");
      one.element.style.setProperty("contain-intrinsic-size", `auto ${140 + 56 * data.models[index].layers.length}px`);
      near.observe(one.element);
    });
    addEventListener("beforeprint", drawAll);
  }
})();

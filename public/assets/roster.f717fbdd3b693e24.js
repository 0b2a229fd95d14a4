// Sorts, filters and shares the view of a table of KOLs. The page is complete without it: the rows are there, sorted.
// Where the page has only the first rows of a long roster, the rest comes from data/roster.<language>.js.
(() => {
  "use strict";
  const keys = ["q", "group", "tier", "price", "set", "sort"];

  document.querySelectorAll("[data-roster]").forEach((box, place) => {
    const shownAtMost = Number(box.dataset.limit || 200);
    // A page with several tables keeps the view of each under keys of its own.
    const prefix = place ? `t${place + 1}.` : "";
    const table = box.querySelector("table");
    const body = table.tBodies[0];
    const headers = [...table.tHead.rows[0].cells];
    const form = box.querySelector("form");
    const count = box.querySelector("output");
    const pages = box.querySelector("nav");
    const filters = form.elements;
    let sort = headers.findIndex((header) => header.hasAttribute("aria-sort"));
    let descending = sort >= 0 && headers[sort].getAttribute("aria-sort") === "descending";
    let rows = [...body.rows].map((row) => ({
      element: row,
      name: row.cells[0].querySelector("bdi").textContent.toLowerCase(),
      groups: (row.dataset.g || "").split(" "),
      tier: row.dataset.t || "",
      values: [...row.cells].map((cell) => (cell.dataset.v === undefined ? null : Number(cell.dataset.v))),
      price: row.dataset.p === undefined ? null : Number(row.dataset.p),
    }));
    rows.forEach((row, index) => (row.order = index));
    let isWhole = !box.dataset.all;
    let isLoading = false;

    // The rest of a long roster; a script, because a page from a disk may load nothing else. Without it the rows that
    // are there are sorted and filtered.
    const loadAll = (then) => {
      if (isWhole) return then();
      if (isLoading) return;
      isLoading = true;
      const script = document.createElement("script");
      script.src = box.dataset.all;
      script.onerror = () => {
        isLoading = false;
        then();
      };
      script.onload = () => {
        const data = window.kolsiteRoster;
        const places = headers.map((header) => data.columns.indexOf(header.dataset.c));
        const group = box.dataset.group;
        rows = data.kols
          .filter((kol) => group === undefined || kol.groups.some((index) => data.groups[index] === group))
          .map((kol, order) => ({
            kol, places, order,
            name: kol.name.toLowerCase(),
            groups: kol.groups.map((index) => data.groups[index]),
            tier: kol.tier,
            values: places.map((place) => (place < 0 || kol.cells[place].length < 2 ? null : kol.cells[place][0])),
            price: kol.price,
          }));
        isWhole = true;
        then();
      };
      document.head.append(script);
    };

    const cell = (row, index) => {
      const element = document.createElement(index === 0 ? "th" : "td");
      if (index === 0) {
        element.scope = "row";
        const link = document.createElement("a");
        link.href = box.dataset.root + "kol/" + row.kol.id + "/index.html";
        const name = document.createElement("bdi");
        name.textContent = row.kol.name;
        link.append(name);
        element.append(link);
        if (row.kol.badge) {
          const badge = document.createElement("small");
          badge.className = "badge " + row.kol.badge[0];
          badge.textContent = row.kol.badge[1];
          element.append(" ", badge);
        }
        return element;
      }
      if (headers[index].dataset.c === "trend") {
        element.className = "spark";
        if (row.kol.trend) element.append(sparkline(row.kol.trend));
        return element;
      }
      const value = row.places[index] < 0 ? [] : row.kol.cells[row.places[index]];
      if (value.length === 2) {
        element.className = headers[index].dataset.c === "groups" ? "text" : "";
        element.textContent = value[1];
      } else if (value.length === 1) {
        const dash = document.createElement("span");
        dash.className = "missing";
        dash.textContent = "–";
        const reason = document.createElement("small");
        reason.className = "reason";
        reason.textContent = value[0];
        element.append(dash, " ", reason);
      }
      return element;
    };

    // Beside the growth in words, so it is a drawing only.
    const sparkline = (heights) => {
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("class", "chart chart-spark");
      svg.setAttribute("viewBox", "0 0 120 28");
      svg.setAttribute("aria-hidden", "true");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("class", "c-line s1");
      path.setAttribute("fill", "none");
      const step = heights.length > 1 ? 114 / (heights.length - 1) : 0;
      path.setAttribute(
        "d",
        heights
          .map((height, index) =>
            height === null
              ? ""
              : (index && heights[index - 1] !== null ? "L" : "M") +
                (3 + index * step).toFixed(1) + " " + (3 + height) +
                // A value between two gaps is a dot.
                (index && heights[index - 1] !== null ? "" : "h0"))
          .join(""));
      svg.append(path);
      return svg;
    };

    const element = (row) => {
      if (!row.element) {
        row.element = document.createElement("tr");
        row.element.append(...headers.map((_, index) => cell(row, index)));
      }
      return row.element;
    };

    const matches = (row) => {
      const words = filters.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (!words.every((word) => row.name.includes(word))) return false;
      if (filters.group && filters.group.value && !row.groups.includes(filters.group.value)) return false;
      if (filters.tier && filters.tier.value && row.tier !== filters.tier.value) return false;
      if (filters.price && filters.price.value && !(row.price !== null && row.price <= Number(filters.price.value)))
        return false;
      return true;
    };

    // A KOL without a value stands last in either direction.
    const compare = (left, right) => {
      const [l, r] = sort === 0 ? [left.name, right.name] : [left.values[sort], right.values[sort]];
      if (l === r || sort < 0) return left.order - right.order;
      if (l === null) return 1;
      if (r === null) return -1;
      const order = sort === 0 ? l.localeCompare(r, document.documentElement.lang) : l - r;
      return (descending ? -order : order) || left.order - right.order;
    };

    const showColumns = () => {
      const set = filters.set ? filters.set.value : "";
      const isShown = headers.map((header) => !set || !header.dataset.set || header.dataset.set === set);
      for (const row of [table.tHead.rows[0], ...body.rows])
        [...row.cells].forEach((item, index) => (item.hidden = !isShown[index]));
    };

    const show = () => {
      const found = rows.filter(matches).sort(compare);
      body.replaceChildren(...found.slice(0, shownAtMost).map(element));
      headers.forEach((header, index) => {
        if (index === sort) header.setAttribute("aria-sort", descending ? "descending" : "ascending");
        else header.removeAttribute("aria-sort");
      });
      const shown = Math.min(found.length, shownAtMost);
      count.value = form.dataset.count.replace("{shown}", shown).replace("{count}", rows.length).replace("{found}", found.length);
      if (pages) pages.hidden = true;
      showColumns();
    };

    const remember = () => {
      const state = new URLSearchParams(location.hash.slice(1));
      for (const key of keys) state.delete(prefix + key);
      for (const key of keys)
        if (filters[key] && filters[key].value) state.set(prefix + key, filters[key].value);
      if (sort >= 0)
        state.set(prefix + "sort", (descending ? "-" : "") + (sort === 0 ? "name" : headers[sort].dataset.c));
      history.replaceState(null, "", "#" + state);
    };

    // Takes the view from the address; whether it has one.
    const recall = () => {
      const state = new URLSearchParams(location.hash.slice(1));
      if (!keys.some((key) => state.has(prefix + key))) return false;
      for (const key of keys) if (filters[key]) filters[key].value = state.get(prefix + key) || "";
      const wanted = state.get(prefix + "sort");
      if (wanted) {
        const id = wanted.replace(/^-/, "");
        const index = headers.findIndex((header, place) => (place === 0 ? "name" : header.dataset.c) === id);
        if (index >= 0) [sort, descending] = [index, wanted.startsWith("-")];
      }
      return true;
    };

    const update = () => {
      remember();
      loadAll(show);
    };

    headers.forEach((header, index) => {
      if (index > 0 && !header.hasAttribute("data-sortable")) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...header.childNodes);
      button.addEventListener("click", () => {
        descending = sort === index ? !descending : index > 0;
        sort = index;
        update();
      });
      header.append(button);
    });
    form.addEventListener("input", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    // The other language shows the same view.
    for (const link of document.querySelectorAll("a[hreflang]"))
      link.addEventListener("click", () => (link.hash = location.hash));
    form.hidden = false;

    window.addEventListener("hashchange", () => recall() && loadAll(show));
    if (recall()) loadAll(show);
  });
})();

// Lets a reader choose the KOLs of the page that compares; without it the page compares those with most followers.
(() => {
  "use strict";
  const box = document.querySelector("[data-compare]");
  if (!box) return;
  const atMost = 6;
  const table = box.querySelector("table");
  const form = box.querySelector("form");
  const chosenList = form.querySelector("ul");
  const names = form.querySelector("datalist");
  const wanted = (location.hash.match(/^#ids=([\w,-]*)/) || [])[1];
  const told = form.querySelector("output");
  // A KOL's own page leads here with that KOL alone, for the reader to choose the others.
  const first = new URLSearchParams(location.search).get("with");
  const usual = box.dataset.compare.split(" ").filter(Boolean);
  let chosen = wanted !== undefined ? wanted.split(",") : first ? [first] : usual;

  const start = (data) => {
    const byID = new Map(data.kols.map((kol) => [kol.id, kol]));
    chosen = [...new Set(chosen)].filter((id) => byID.has(id)).slice(0, atMost);
    // Two KOLs may have the same name, so the id stands behind it.
    const label = (kol) => kol.name + " · " + kol.id;
    names.append(
      ...data.kols.map((kol) => {
        const option = document.createElement("option");
        option.value = label(kol);
        return option;
      }));

    const isolated = (text) => {
      const element = document.createElement("bdi");
      element.textContent = text;
      return element;
    };

    const show = () => {
      const kols = chosen.map((id) => byID.get(id));
      const head = table.tHead.rows[0];
      while (head.cells.length > 1) head.deleteCell(-1);
      for (const kol of kols) {
        const header = document.createElement("th");
        header.scope = "col";
        const link = document.createElement("a");
        link.href = box.dataset.root + "kol/" + kol.id + "/index.html";
        link.append(isolated(kol.name));
        header.append(link);
        if (kol.badge) {
          const badge = document.createElement("small");
          badge.className = "badge " + kol.badge[0];
          badge.textContent = kol.badge[1];
          header.append(" ", badge);
        }
        head.append(header);
      }
      for (const row of table.tBodies[0].rows) {
        while (row.cells.length > 1) row.deleteCell(-1);
        const place = data.columns.indexOf(row.dataset.c);
        for (const kol of kols) {
          const cell = row.insertCell();
          const value = place < 0 ? [] : kol.cells[place];
          if (value.length === 2) {
            cell.textContent = value[1];
          } else {
            const reason = document.createElement("small");
            reason.className = "reason";
            reason.textContent = value[0] || "";
            const dash = document.createElement("span");
            dash.className = "missing";
            dash.textContent = "–";
            cell.append(dash, " ", reason);
          }
        }
      }
      chosenList.replaceChildren(
        ...kols.map((kol) => {
          const item = document.createElement("li");
          const button = document.createElement("button");
          button.type = "button";
          button.append(isolated(kol.name), " ×");
          button.setAttribute("aria-label", form.dataset.remove.replace("{name}", kol.name));
          button.addEventListener("click", () => {
            const place = chosen.indexOf(kol.id);
            chosen = chosen.filter((id) => id !== kol.id);
            update();
            // The button is gone; the next one takes the focus, or the field.
            (chosenList.querySelectorAll("button")[Math.min(place, chosen.length - 1)] || form.elements.kol).focus();
          });
          item.append(button);
          return item;
        }));
    };

    const update = () => {
      history.replaceState(null, "", "#ids=" + chosen.join(","));
      show();
    };

    const add = () => {
      const field = form.elements.kol;
      const text = field.value.trim().toLowerCase();
      if (!text) return;
      told.value = "";
      if (chosen.length >= atMost) {
        told.value = form.dataset.full;
        return;
      }
      const found =
        data.kols.find((kol) => label(kol).toLowerCase() === text) ||
        data.kols.find((kol) => kol.name.toLowerCase().includes(text));
      if (!found) {
        told.value = form.dataset.unknown.replace("{name}", field.value.trim());
        return;
      }
      field.value = "";
      if (!chosen.includes(found.id)) chosen.push(found.id);
      update();
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      add();
    });
    form.elements.kol.addEventListener("change", add);
    show();
  };

  // The data of everyone is read when somebody chooses, or an address says who was chosen.
  const load = () => {
    const script = document.createElement("script");
    script.src = box.dataset.all;
    script.onload = () => start(window.kolsiteRoster);
    document.head.append(script);
  };
  // The other language compares the same KOLs.
  for (const link of document.querySelectorAll("a[hreflang]"))
    link.addEventListener("click", () => (link.hash = "#ids=" + chosen.join(",")));
  form.hidden = false;
  if (wanted !== undefined || first) load();
  else form.addEventListener("focusin", load, { once: true });
})();

/* What HTML cannot do by itself. Every page works without it; all text comes from the page. */
"use strict";
(() => {
  const $ = (css, from = document) => from.querySelector(css);
  const on = (what, does) => document.addEventListener(what, does);

  /* / goes to the search */
  on("keydown", (e) => {
    const typing = e.target.closest("input, textarea, select, [contenteditable]");
    if (e.key !== "/" || typing || e.ctrlKey || e.metaKey || e.altKey) return;
    const search = $("#q-top");
    if (search) { e.preventDefault(); search.focus(); search.select(); }
  });

  /* what is typed and not yet sent is not lost by a stray click */
  let unsaved = $("form[data-guard][data-changed]") !== null;
  on("input", (e) => { if (e.target.closest("form[data-guard]")) unsaved = true; });
  on("submit", (e) => {
    unsaved = false;
    const form = e.target.closest("form[data-guard]");
    if (form) setTimeout(() => form.querySelectorAll("[type=submit]").forEach((b) => { b.disabled = true; }));
  });
  addEventListener("beforeunload", (e) => { if (unsaved) e.preventDefault(); });
  addEventListener("pageshow", (e) => {
    if (e.persisted) document.querySelectorAll("form[data-guard] [type=submit]").forEach((b) => { b.disabled = false; });
  });

  /* rows: add and remove without going to the server */
  const renumber = (rows) => {
    const name = rows.dataset.rows;
    rows.querySelectorAll(":scope > .inrow").forEach((row, n) => {
      const at = (text) => text.replace(`${name}.`, "\n").replace(/\n(?:\d+|N)/, `${name}.${n}`);
      const id = (text) => text.replace(`f-${name.replaceAll(".", "-")}-`, "\n").replace(/\n(?:\d+|N)/, `f-${name.replaceAll(".", "-")}-${n}`);
      row.querySelectorAll("[name]").forEach((c) => { if (c.name.startsWith("_")) c.value = at(c.value); else c.name = at(c.name); });
      row.querySelectorAll("[id]").forEach((c) => { c.id = id(c.id); });
      row.querySelectorAll("[for]").forEach((c) => { c.htmlFor = id(c.htmlFor); });
    });
  };
  on("click", (e) => {
    const button = e.target.closest("button[name=_add], button[name=_remove]");
    if (!button) return;
    const rows = button.name === "_add" ? $(`[data-rows="${button.value}"]`) : button.closest("[data-rows]");
    if (!rows) return;
    e.preventDefault();
    unsaved = true;
    if (button.name === "_add") {
      const blank = $("template", rows);
      rows.insertBefore(blank.content.cloneNode(true), blank);
    } else {
      const row = button.closest(".inrow");
      if (rows.querySelectorAll(":scope > .inrow").length > 1) row.remove();
      else row.querySelectorAll("input, textarea, select").forEach((c) => { c.value = ""; });
    }
    renumber(rows);
    const last = [...rows.querySelectorAll(":scope > .inrow")].pop();
    if (button.name === "_add" && last) $("input, textarea, select", last).focus();
    if (window.htmx) window.htmx.process(rows);
  });

  /* a known officer's name brings the certificate */
  on("change", (e) => {
    if (!e.target.matches("[data-part=name][list]")) return;
    const known = [...e.target.list.options].find((o) => o.value === e.target.value);
    const other = $("[data-part=certificate]", e.target.closest(".inrow"));
    if (known && other && !other.value) {
      other.value = known.dataset.certificate;
      setTimeout(() => { if (document.activeElement === other) other.select(); });
    }
  });

  /* files go up while the form is filled in, each with its progress */
  const state = (row, which) => row.querySelectorAll("[data-state] > .tag").forEach((t) => { t.hidden = t.dataset.is !== which; });
  const settled = (row) => {
    const box = $("[data-files]", row);
    const reason = $("[name$='.reason']", row);
    const there = $(":scope > .doc:not(.failed)", box) ? "ok" : reason && reason.value.trim() ? "reason" : "";
    state(row, $(":scope > .doc progress", box) ? "busy" : there || ($(":scope > .doc.failed", box) ? "failed" : ""));
    if (there) right(row);
  };
  const right = (row) => { /* what was wrong with the material is put right: neither it nor the summary says so any more */
    row.querySelectorAll(".err").forEach((said) => said.remove());
    row.querySelectorAll("[aria-invalid]").forEach((c) => { c.removeAttribute("aria-invalid"); c.removeAttribute("aria-describedby"); });
    document.querySelectorAll(`.errsum a[href="#${row.id}"]`).forEach((link) => link.closest("li").classList.add("done"));
  };
  const changed = (row) => row.dispatchEvent(new Event("change", { bubbles: true })); /* for what is previewed */
  const send = (row, file) => {
    const box = $("[data-files]", row);
    const doc = $("template", box).content.cloneNode(true).firstElementChild;
    $("[data-name]", doc).textContent = file.name;
    box.insertBefore(doc, $("template", box));
    state(row, "busy");
    const ask = new XMLHttpRequest();
    const data = new FormData();
    data.append("file", file);
    ask.open("POST", row.dataset.upload);
    ask.responseType = "json";
    ask.setRequestHeader("X-CSRFToken", $("[name=csrfmiddlewaretoken]").value);
    ask.upload.onprogress = (e) => { $("progress", doc).value = (100 * e.loaded) / e.total; };
    ask.onload = () => (ask.status < 300 && ask.response ? kept(row, doc, ask.response) : failed(row, doc, ask.response));
    ask.onerror = () => failed(row, doc);
    ask.send(data);
  };
  const kept = (row, doc, file) => {
    const id = document.createElement("input");
    id.type = "hidden"; id.name = `materials.${row.dataset.material}`; id.value = file.id;
    $("progress", doc).replaceWith(id);
    $("[data-size]", doc).textContent = file.size >= 1e6 ? `${(file.size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(file.size / 1024))} KB`;
    unsaved = true;
    settled(row);
    changed(row);
  };
  const failed = (row, doc, answer) => {
    $("progress", doc).remove();
    doc.classList.add("failed");
    if (answer && answer.detail) $("[data-size]", doc).textContent = answer.detail;
    settled(row);
  };
  on("change", (e) => {
    const row = e.target.matches("[type=file]") && e.target.closest("[data-upload]");
    if (!row) return;
    [...e.target.files].forEach((file) => send(row, file));
    e.target.value = "";
  });
  on("click", (e) => {
    const drop = e.target.closest("[data-drop]");
    if (!drop) return;
    const row = drop.closest("[data-material]");
    drop.closest(".doc").remove();
    unsaved = true;
    settled(row);
    changed(row);
  });
  on("input", (e) => {
    const row = e.target.matches("[name$='.reason']") && e.target.closest("[data-material]");
    if (row) settled(row);
  });

  /* small help: copy, show a password, print, menus that close, focus on what went wrong */
  on("click", (e) => {
    const copy = e.target.closest("[data-copy]");
    if (copy) navigator.clipboard.writeText($(`#${copy.dataset.copy}`).innerText);
    const reveal = e.target.closest("[data-reveal]");
    if (reveal) {
      const field = $(`#${reveal.dataset.reveal}`);
      field.type = field.type === "password" ? "text" : "password";
      reveal.setAttribute("aria-pressed", String(field.type === "text"));
    }
    const now = e.target.closest("[data-now]");
    if (now) {
      const field = $(`#${now.dataset.now}`);
      field.value = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 16); /* the county's time, wherever the machine stands */
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    if (e.target.closest("[data-print]")) print();
    document.querySelectorAll("details.menu[open]").forEach((m) => { if (!m.contains(e.target)) m.open = false; });
  });
  on("keydown", (e) => {
    const menu = e.key === "Escape" && e.target.closest("details.menu[open]");
    if (menu) { menu.open = false; $("summary", menu).focus(); }
  });
  const ready = () => {
    document.querySelectorAll("[data-copy], [data-reveal], [data-drop], [data-print], [data-now]").forEach((b) => { b.hidden = false; });
    const wrong = $("[data-focus]");
    if (wrong) wrong.focus();
  };
  ready();
})();

// What the pages ask of the browser: drafts of forms, the look, the clipboard, the command palette and passkeys. No page has a script of its own.
window.cln = (() => {
  const prefix = "cln-draft:";
  const stored = name => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } };
  const keep = (name, draft) => { try { sessionStorage.setItem(name, JSON.stringify(draft)); } catch { /* a full or closed store keeps no drafts */ } };
  const nameOf = draft => `${prefix}${location.pathname}:${draft}`;
  const open = new Map();

  // Secrets are never kept, nor what the server fills in by itself.
  const isKept = field => field.name && field.type !== "password" && field.type !== "hidden" && field.type !== "file" && field.autocomplete !== "one-time-code";

  const write = field => {
    const form = field.form && open.get(field.form);
    if (!form || !isKept(field)) return;
    const draft = stored(form.name) ?? { key: form.key, values: {} };
    draft.values[field.name + (field.type === "radio" || field.type === "checkbox" ? `=${field.value}` : "")] = field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
    keep(form.name, draft);
  };

  const restore = (element, values) => {
    for (const field of element.elements) {
      if (!isKept(field)) continue;
      const isTick = field.type === "radio" || field.type === "checkbox";
      const value = values[field.name + (isTick ? `=${field.value}` : "")];
      if (value === undefined || value === (isTick ? field.checked : field.value)) continue;
      if (isTick) field.checked = value; else field.value = value;
      if (field.type !== "radio" || value) field.dispatchEvent(new Event(isTick || field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
    }
  };

  addEventListener("input", event => write(event.target), true);
  addEventListener("change", event => write(event.target), true);

  const drafts = {
    /** Puts back what was typed before a reload, and answers the idempotency key that it was typed under. */
    open(element, draft, key) {
      const name = nameOf(draft), before = stored(name);
      open.set(element, { name, key: before?.key ?? key });
      if (before) restore(element, before.values);
      else keep(name, { key, values: {} });
      return before?.key ?? key;
    },
    renew(draft, key) {
      const name = nameOf(draft);
      for (const form of open.values()) if (form.name === name) form.key = key;
      keep(name, { key, values: stored(name)?.values ?? {} });
    },
    /** It has worked: nothing is to be put back. */
    close(draft) { sessionStorage.removeItem(nameOf(draft)); },
    /** The form is gone from the page; an empty draft with it. */
    leave(draft) {
      for (const [element, form] of open) {
        if (element.isConnected) continue;
        open.delete(element);
        if (form.name.endsWith(`:${draft}`)) sessionStorage.removeItem(form.name);
      }
    },
  };

  const paletteDialog = () => document.getElementById("palette");
  let isPaletteReady = false;
  const palette = {
    ready() { isPaletteReady = true; },
    /** Opens at once, whatever the connection does; what is typed is answered when it can be. */
    open() {
      if (!isPaletteReady || paletteDialog().open) return;
      paletteDialog().showModal();
      const field = paletteDialog().querySelector("input");
      field.value = "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    },
    close() { paletteDialog()?.close(); },
  };

  addEventListener("keydown", event => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && isPaletteReady) {
      event.preventDefault();
      palette.open();
    }
    if (event.key === "Escape") for (const menu of document.querySelectorAll("details.account[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  addEventListener("click", event => {
    for (const menu of document.querySelectorAll("details.account[open]")) if (!menu.contains(event.target) || event.target.closest("a")) menu.open = false;
    if (event.target === paletteDialog()) paletteDialog().close();
  });

  // The router would take the link for a way to another page.
  addEventListener("click", event => {
    if (!event.target.closest(".skip")) return;
    event.preventDefault();
    event.stopPropagation();
    document.getElementById("main").focus();
  }, true);

  const theme = name => {
    document.documentElement.dataset.theme = name;
    document.cookie = `cln_theme=${name}; path=/; max-age=31536000; samesite=lax`;
    look();
  };
  addEventListener("click", event => {
    if (event.target.closest("#palette-button")) palette.open();
    const choice = event.target.closest("[data-theme-choice]");
    if (choice) theme(choice.dataset.themeChoice);
  });

  const look = () => {
    const chosen = document.documentElement.dataset.theme;
    for (const button of document.querySelectorAll("[data-theme-choice]")) button.setAttribute("aria-pressed", button.dataset.themeChoice === chosen);
  };
  addEventListener("toggle", look, true);

  // Passkeys: the API's options to the browser, and the browser's answer to the API, in the JSON that both speak.
  const passkeys = {
    available: () => !!window.PublicKeyCredential?.parseRequestOptionsFromJSON,
    async create(options) {
      const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options)) });
      return JSON.stringify(credential.toJSON());
    },
  };

  const ask = async (query, variables) => {
    const response = await fetch("/graphql", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json" }, body: JSON.stringify({ query, variables }) });
    return response.json();
  };

  return {
    drafts, palette, passkeys, ask,
    /** A long text of a page in pieces, as one message takes 32 KB only. */
    text: area => new Blob([area.value], { type: "text/plain" }),
    /** The text of the chosen file, in the place of what was typed. */
    async load(input, area) {
      const file = input.files[0];
      if (!file) return false;
      if (file.size > 4_000_000) return false;
      area.value = await file.text();
      input.value = "";
      return true;
    },
    async copy(text) {
      try { await navigator.clipboard.writeText(text); return true; } catch { return false; }
    },
    /** Somebody may be looking: the tab isn't behind another one. */
    isSeen() { return document.visibilityState === "visible"; },
    /** Whoever opens a dialog is in it: in its first field, or else at its title. */
    enterDialog() {
      requestAnimationFrame(() => {
        const dialog = [...document.querySelectorAll(".mud-dialog")].at(-1);
        if (!dialog || dialog.contains(document.activeElement)) return;
        (dialog.querySelector("input:not([type=hidden], :disabled), select:not(:disabled), textarea:not(:disabled)") ?? dialog.querySelector(".dialog-title"))?.focus();
      });
    },
    download(name, text, type) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
  };
})();

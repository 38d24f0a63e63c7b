// Starts the page's connection, and says what becomes of it. A host that has started anew doesn't know the page any more: it is loaded again, and drafts come back by themselves.
(() => {
  const modal = document.getElementById("components-reconnect-modal");
  const show = state => {
    modal.dataset.state = state;
    if (!modal.open) modal.showModal();
  };
  let isStarted = false;
  const again = async () => {
    if (!isStarted) return location.reload();
    try {
      if (await Blazor.reconnect()) return modal.close();
      show("gone");
      location.reload();
    } catch {
      show("failed");
    }
  };
  modal.addEventListener("components-reconnect-state-changed", event => {
    const state = event.detail.state;
    if (state === "show" || state === "retrying") show("trying");
    else if (state === "hide") modal.close();
    else if (state === "failed") show("failed");
    else if (state === "rejected") { show("gone"); location.reload(); }
  });
  modal.addEventListener("cancel", event => event.preventDefault());
  document.getElementById("reconnect-again").addEventListener("click", again);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && modal.dataset.state === "failed" && modal.open) again(); });
  addEventListener("online", () => { if (modal.open) again(); });

  // A connection that can't even begin is told of by nothing else.
  addEventListener("unhandledrejection", () => { if (!isStarted) show("refused"); });
  const circuitHandlers = [{ onCircuitOpened: () => { isStarted = true; } }];
  Blazor.start({ circuit: { circuitHandlers, reconnectionOptions: { maxRetries: 1000, retryIntervalMilliseconds: tries => tries < 10 ? 1000 : 5000 } } });
})();

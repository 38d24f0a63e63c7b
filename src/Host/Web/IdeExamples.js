// Fills the page with example documents on the first visit, a tab for each module. The page keeps its documents in the browser and knows no other way to bring some along:
// this waits until it has made its database, adds them, and loads it anew. Whoever has documents already is left alone.
(async () => {
  const done = "cln-examples";
  if (localStorage.getItem(done)) return;
  const answer = await fetch("examples.json");
  if (!answer.ok) return;
  const examples = await answer.json();
  const endpoint = new URL("../graphql", location.href).href.replace(/\/$/, "");
  const stores = ["item", "attachment", "tab"];

  for (let tries = 0; tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const known = (await indexedDB.databases()).find((database) => database.name === "banana-cake-pop");
    if (!known) continue;
    const database = await promised(indexedDB.open(known.name));
    if (stores.every((store) => database.objectStoreNames.contains(store)) && (await fill(database))) return;
    database.close();
  }

  async function fill(database) {
    const writing = database.transaction([...stores, "app"], "readwrite");
    // The page notes its version when its database is ready.
    if (!(await promised(writing.objectStore("app").count()))) return false;
    localStorage.setItem(done, "1");
    if (await promised(writing.objectStore("item").count())) return true;

    const tabs = examples.map(({ name, document }, place) => {
      const id = `doc|cln-example-${place}`;
      writing.objectStore("item").put({ id, workspaceId: null, kind: "new-document", name, isDraft: false });
      writing.objectStore("attachment").put({ itemId: id, workspaceId: null, kind: "connection-settings", http: { endpoint, includeCookies: true, useGet: false, useTunnel: false } });
      writing.objectStore("attachment").put({ itemId: id, workspaceId: null, kind: "document-content", body: document });
      return {
        id, name, kind: "document", activeViewId: "operations", activeOperationCompanionViewId: "builder", activeOperationsSettingsViewId: "variables", activeResponseViewId: "json",
        activeSchemaReferenceViewId: "default", isHistory: false, isNew: true, hasChanges: false, isOperationCompanionCollapsed: true, isOperationsSettingsPaneCollapsed: false,
        isResponseEntriesPaneCollapsed: false, operationsSettingsPaneHeight: 200, responseEntriesPaneHeight: 200, focusedElement: "operations-editor", showTracingExtension: true,
      };
    });
    const ids = tabs.map((tab) => tab.id);
    writing.objectStore("tab").put({ workspaceId: "local", activeTabId: ids[0], previewTabId: null, tabs, history: ids, untitledDocumentIds: ids });
    await new Promise((resolve, reject) => Object.assign(writing, { oncomplete: resolve, onabort: () => reject(writing.error) }));
    location.reload();
    return true;
  }

  function promised(request) {
    return new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
  }
})();

// What this phone keeps in IndexedDB: `taps` that wait to be sent, files `shared` by other apps.
// It is opened anew for each deed, so that no tab holds it.
function deed(table, mode, act) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("beforehand", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("taps", { keyPath: "id", autoIncrement: true });
      opening.result.createObjectStore("shared", { autoIncrement: true });
    };
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction(table, mode, { durability: "strict" });
      const asked = act(transaction.objectStore(table));
      transaction.oncomplete = () => {
        opening.result.close();
        done(asked.result);
      };
      transaction.onabort = () => {
        opening.result.close();
        failed(transaction.error);
      };
    };
  });
}

const store = {
  all: (table) => deed(table, "readonly", (rows) => rows.getAll()),
  put: (table, row) => deed(table, "readwrite", (rows) => rows.put(row)),
  drop: (table, id) => deed(table, "readwrite", (rows) => rows.delete(id)),
  clear: (table) => deed(table, "readwrite", (rows) => rows.clear()),
};

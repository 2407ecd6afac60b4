/** The milliseconds from the import of an entry to the end of the first put. bench/start.mjs runs it. */

const [entry] = process.argv.slice(2);
const started = performance.now();
const { storage } = await import(entry);
await storage.bucket({ name: "first" }).put("key", "value");
console.log(performance.now() - started);

// A user's first program, in CommonJS.
const { connect, StorageError, storage } = require("layeron-storage");
const { backend } = require("layeron-storage/core");

async function main() {
  connect("memory");
  const bucket = storage.bucket({ name: "files" });
  const app = backend().get("/:key", async (request) =>
    (await bucket.get(new URL(request.url).pathname.slice(1))).json(),
  );

  const { size } = await bucket.put("a", "[1,2]");
  const error = await bucket.put("a", "x", { ifNotExists: true }).catch((error) => error);
  const response = await app.fetch(new Request("http://x/a"));
  if (!StorageError.is(error)) throw error;
  console.log(`stored ${size} bytes, refused with ${error.status}, answered ${response.status}`);
}

main();

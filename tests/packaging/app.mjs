// A user's first program, as a module.
import { connect, StorageError, storage } from "layeron-storage";
import { backend } from "layeron-storage/core";

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

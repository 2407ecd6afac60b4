// The wasm loaded by hand, and the tour through another copy of the package: they share what is declared and stored.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initSync, storage } from "layeron-storage/slim";
import { tour } from "./tour.js";

initSync(readFileSync(createRequire(import.meta.url).resolve("layeron-storage/core.wasm")));
const files = storage.bucket({ name: "files" });
await files.put("greeting.json", "from the other copy", { ifNotExists: true });
const said = await tour();
if ((await (await files.get("greeting.json")).json()).hello !== "wörld") throw new Error("two stores");
console.log(said);

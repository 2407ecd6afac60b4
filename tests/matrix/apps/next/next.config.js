import { fileURLToPath } from "node:url";

/** Next looks for the root of a repository, and should not look above this folder. */
export default { turbopack: { root: fileURLToPath(new URL(".", import.meta.url)) } };

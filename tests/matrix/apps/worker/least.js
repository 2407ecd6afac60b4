// The least Worker that uses the package: what it weighs is what the package costs.
import { storage } from "layeron-storage";

export default { fetch: () => new Response(storage.bucket({ name: "files" }).name) };

/** The bindings of tests/workers/wrangler.jsonc that these examples use. `wrangler types` writes such a file. */
declare namespace Cloudflare {
  interface Env {
    FILES: R2Bucket;
    SETTINGS: KVNamespace;
  }
}

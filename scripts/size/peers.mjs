/** Sizes of what people use instead. */

/**
 * Of a Worker that stores a body and answers with it: bytes minified, and `gzip -9`. Measured in November 2026 with
 * esbuild 0.28 and wrangler's conditions; wasm and its glue with wasm-opt -Oz.
 */
export const PEERS = [
  ["raw R2 binding", 269, 214],
  ["unstorage 1.17.6 on R2", 10_184, 3_737],
  ["keyv 6.1.0, memory", 39_492, 9_403],
  ["files-sdk 2.6.0, memory", 76_419, 24_869],
  ["files-sdk 2.6.0 on R2, without the AWS SDK", 148_892, 48_180],
  ["workers-rs 0.8.7 on R2 and KV", 125_656, 52_177],
  ["files-sdk 2.6.0 on R2", 630_675, 195_142],
];

/**
 * The compatibility dates that the package works with.
 *
 * A date decides how workerd behaves, so the configuration must not fall behind what the package relies on.
 * @module
 */

/**
 * From this date on workerd's objects have a `Symbol.toStringTag`, by which the package tells a Blob and Headers from
 * plain objects. Measured in tests/cli/dates.test.ts.
 */
export const OLDEST_DATE = "2024-09-26";

/** The date that the package's own tests run with: tests/workers/wrangler.jsonc. */
export const TESTED_DATE = "2026-08-01";

/**
 * The date where no runtime is installed to ask. wrangler 4.86, which npm installs on Node 20, takes dates up to
 * 2026-04-26, and every newer version takes this one.
 */
export const COMMON_DATE = "2026-04-01";

/** The flag with which `env` of `cloudflare:workers` is empty. */
export const NO_ENV_FLAG = "disallow_importable_env";

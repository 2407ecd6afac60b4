/**
 * The name of the store that belongs to a declaration: what messages and commands call the R2 bucket or the KV
 * namespace when the configuration does not say otherwise.
 *
 * It is a file of its own because the package's messages and the command `layeron-storage wrangler` must agree on it.
 * @module
 */

const MAX_CHARS = 63;
const SUFFIX = "-bucket";

/** The instance's name; with its namespace before it, where that is not the default one. */
export const storeName = ({ name, namespace }) => (namespace === "default" ? name : `${namespace}-${name}`);

/** The same as a name that Cloudflare takes for a bucket: 3 to 63 characters, the last no dash. */
export function bucketName(declaration) {
  const name = storeName(declaration);
  if (/^.{2,62}[^-]$/.test(name)) return name;
  return `${name.slice(0, MAX_CHARS - SUFFIX.length).replace(/-+$/, "")}${SUFFIX}`;
}

/**
 * The names of stores: what messages and commands call the R2 bucket or the KV namespace of a declaration where the
 * wrangler configuration does not say otherwise.
 *
 * The package's messages and the command `layeron-storage wrangler` have to agree on them.
 * @module
 */

interface Named {
  readonly name: string;
  readonly namespace: string;
}

const MAX_CHARS = 63;
const SUFFIX = "-bucket";

/** The instance's name, after its namespace unless that is the default one. */
export const storeName = ({ name, namespace }: Named): string =>
  namespace === "default" ? name : `${namespace}-${name}`;

/** The same as a name that Cloudflare takes for a bucket: 3 to 63 characters, of which the last is not a dash. */
export function bucketName(declaration: Named): string {
  const name = storeName(declaration);
  if (/^.{2,62}[^-]$/.test(name)) return name;
  return `${name.slice(0, MAX_CHARS - SUFFIX.length).replace(/-+$/, "")}${SUFFIX}`;
}

/**
 * The commands that make what a configuration only names: buckets, namespaces, secrets, lifecycle rules.
 *
 * Only who is logged in at Cloudflare can run them, so they are printed.
 * @module
 */

/** One name whatever the number of days, as a name is unique: rules of two names would both delete. */
export const RULE = "delete-after-days";

/**
 * The options by which wrangler, too, finds the part of the configuration that was worked on.
 * @returns {string} with a space before each
 */
export const optionsOf = ({ config, env }) =>
  Object.entries({ config, env })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` --${name} ${quoted(value)}`)
    .join("");

/** @returns {string} groups of commands, one command a line; empty when there are none */
export function commands(entries, asked) {
  const options = optionsOf(asked);
  // wrangler puts the environment before the title that a command gives.
  const titled = asked.env === undefined ? "" : `; they are called ${JSON.stringify(`${asked.env}-…`)}`;
  const of = (kind) => entries.filter((entry) => entry.kind === kind);
  const named = of("bucket").filter(({ entry }) => entry.bucket_name !== undefined);
  const groups = {
    "Create the buckets, unless they exist (`wrangler deploy` creates them, too):": named.map(bucket),
    "Delete expired objects from the buckets:": named.filter(({ deleteAfterDays }) => deleteAfterDays).map(lifecycle),
    [`Create the KV namespaces that have no id (\`wrangler deploy\` creates them, too${titled}):`]: of("kv")
      .filter(({ entry }) => entry.id === undefined)
      .map(
        (need, _, all) =>
          `npx wrangler kv namespace create ${quoted(titleOf(need, all))} --binding ${quoted(need.binding)}${options}`,
      ),
    "Set the secrets (for a first deploy, `wrangler deploy --secrets-file <file>` instead):": of("secret")
      .filter(({ isInStore }) => !isInStore)
      .map(({ binding }) => `npx wrangler secret put ${quoted(binding)}${options}`),
  };
  return Object.entries(groups)
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `\n# ${title}\n${lines.join("\n")}\n`)
    .join("");
}

const bucket = ({ entry }) =>
  `npx wrangler r2 bucket create ${quoted(entry.bucket_name)}${within(entry)} --update-config=false`;

const lifecycle = ({ entry, deleteAfterDays }) =>
  `npx wrangler r2 bucket lifecycle add ${quoted(entry.bucket_name)} ${RULE} ` +
  `--expire-days ${deleteAfterDays}${within(entry)} --force`;

const within = ({ jurisdiction }) => (jurisdiction === undefined ? "" : ` --jurisdiction ${quoted(jurisdiction)}`);

/** A namespace's title: `a-b/c` and `a/b-c` would have the same, so they take their bindings, which differ. */
const titleOf = ({ store, binding }, all) => (all.filter((one) => one.store === store).length > 1 ? binding : store);

/** A word for a shell. */
const quoted = (word) => (/^[\w./-]+$/.test(word) ? word : `'${String(word).replaceAll("'", "'\\''")}'`);

/**
 * What `--help` says.
 *
 * The texts stand apart from the code, so that they can be read as what they are.
 * @module
 */

export const HELP = `layeron-storage: tools for applications that use the package

Usage: npx layeron-storage <command>

Commands:
  wrangler [entry file]  the wrangler configuration that an application's declarations need

Options:
  -h, --help     show this; after a command, its own help
  -v, --version  show the version
`;

export const WRANGLER_HELP = `Prints the wrangler configuration that an application's declarations need.

Usage: npx layeron-storage wrangler [entry file] [options]

The entry file is bundled and its top level is run, to see what it declares. Without an entry file it is \`main\` of
the wrangler configuration. That is wrangler.json, wrangler.jsonc or wrangler.toml in the entry file's folder or above.
vite.config.ts as the entry file lets the project's Vite build the Worker; so does a \`main\` that only Vite finds.

Options:
  --write            merge what is missing into the configuration; without one, create wrangler.jsonc
  --check            exit with 1 when the configuration lacks something or environments share a store, and say what
  --shared           let environments share buckets, KV namespaces and secrets of the Secrets Store
  --config <file>    use this configuration
  --env <name>       work on this environment of the configuration
  --format <format>  print jsonc or toml; by default as the configuration is, else jsonc
  --timeout <n>      seconds that the application's top level may take; by default 20
  -h, --help         show this

Exit codes: 0 done, 1 refused or something is missing, 2 called in a wrong way.
`;

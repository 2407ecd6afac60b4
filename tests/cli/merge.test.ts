/** Merging into random configurations: the result says the old and the wanted, and nothing of the text is lost. */

import fc from "fast-check";
import { parse as parseToml, stringify as stringifyToml } from "smol-toml";
import { describe, expect, test } from "vitest";
import { compare } from "../../cli/configuration/compare.js";
import { TESTED_DATE } from "../../cli/configuration/dates.js";
import { needsOf } from "../../cli/configuration/needs.js";
import { parsed } from "../../cli/configuration/parse.js";
import { section } from "../../cli/configuration/section.js";
import { applied, merged } from "../../cli/edit/merge.js";
import { Refusal } from "../../cli/refusal.js";

type Json = Record<string, unknown>;

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);
const binding = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,6}$/);

/** Declarations as the child process sends them; each binding once. */
const declarations = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom("bucket", "kv", "secret"),
    name,
    namespace: fc.constantFrom("default", "default", "team"),
    binding,
  }),
  { selector: ({ binding }) => binding, minLength: 1, maxLength: 5 },
);

const sent = (declared: Json[]) =>
  declared.map(({ kind, ...rest }) =>
    kind === "secret" ? { kind, ...rest } : { kind: "storage", variant: kind, ...rest },
  );

/** Text in which a careless scanner finds brackets, quotes and comments. */
const nasty = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    "[[r2_buckets]]",
    "# no comment",
    "// no",
    "a\nb",
    '"',
    "'",
    "\\",
    "]",
    "},",
    '"""',
    "é\u2028",
    "[env.production]",
  ),
);
const plain = fc.oneof(nasty, fc.integer(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const list = (item: fc.Arbitrary<Json>) => fc.uniqueArray(item, { selector: (one) => one.binding, maxLength: 3 });
const someBinding = binding.map((text) => `X_${text}`);

const settings = fc.record(
  {
    compatibility_date: fc.constantFrom("2022-01-01", "2025-01-01"),
    main: nasty,
    vars: fc.dictionary(fc.stringMatching(/^[a-z_.é ]{1,6}$/), plain, { maxKeys: 3 }),
    routes: fc.array(nasty, { maxLength: 3 }),
    observability: fc.record({ enabled: fc.boolean() }),
    r2_buckets: list(fc.record({ binding: someBinding, bucket_name: nasty })),
    kv_namespaces: list(fc.record({ binding: someBinding, id: nasty })),
    secrets: fc.record(
      {
        required: fc.uniqueArray(
          binding.map((text) => `S_${text}`),
          { maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

const config = fc
  .record({
    top: settings,
    env: fc.option(fc.record({ production: settings, staging: settings }, { requiredKeys: [] })),
  })
  .map(({ top, env }) => (env === null ? top : { ...top, env }));

const environment = fc.constantFrom(undefined, "production");

/** Comments and blank lines between the lines of a text, where its format takes them. */
const strewn = (text: string, mark: string, seed: number[], eol: string) =>
  text
    .split("\n")
    .map((line, n) => {
      const what = seed[n % seed.length] ?? 0;
      const isWhole = /^(\s*["[{}\]\w].*)?$/.test(line);
      if (!isWhole || what < 3) return line;
      if (what === 3) return `${mark} a "comment" [[r2_buckets]] }\n${line}`;
      if (what === 4 && line.trim() !== "") return `${line} ${mark} behind ] it`;
      return `\n${line}`;
    })
    .join("\n")
    .replaceAll("\n", eol);

interface Layout {
  seed: number[];
  eol: string;
  indent: string;
  isEnded: boolean;
  comma: string;
  raw: string[];
}

/** TOML that no library would write. Keys are their own, so that any of them may stand in one file. */
const RAW = [
  'text = """\n[[r2_buckets]] # "no" header \\""" and \n"""""',
  "literal = '''\n[env.production]\n\\'''",
  'quoted."a.b \\" ]".\'c = d\' = [ [1, 2,], { x = \']\' , y.z = ["}"] } ] # behind',
  "empty = \"\" # '''",
  "date = 2026-01-01 00:00:00Z # a space in a value",
  'nested = [\n  [ # first ]\n    \'a]\', "b\\"]",\n  ],\n\n  # last\n]',
];

const layout: fc.Arbitrary<Layout> = fc.record({
  seed: fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 12 }),
  eol: fc.constantFrom("\n", "\r\n"),
  indent: fc.constantFrom("  ", "\t", "    ", ""),
  isEnded: fc.boolean(),
  comma: fc.constantFrom("", ",", "\n,", " /* , */ ,"),
  raw: fc.subarray(RAW),
});

const jsoncText = (value: Json, { seed, eol, indent, isEnded, comma }: Layout) => {
  const text = JSON.stringify(value, null, indent);
  const ending = isEnded ? eol : "";
  if (indent === "") return text + ending;
  const closed = text.replace(/([^[{,\s])(?=\n\s*[\]}])/g, (before) => before + comma);
  return strewn(closed, "//", seed, eol) + ending;
};

/** With lists in brackets when there are trailing commas to write, else as tables. */
const tomlText = (value: Json, { seed, eol, isEnded, comma, raw }: Layout) => {
  const { r2_buckets: buckets, ...rest } = value;
  const isInline = comma !== "" && Array.isArray(buckets);
  const text = stringifyToml((isInline ? rest : value) as never).trimEnd();
  const list = isInline ? [inlineList(buckets, comma === "," ? "," : "")] : [];
  const body = text === "" ? "" : strewn(text, "#", seed, eol);
  const head = [...raw, ...list].join("\n").replaceAll("\n", eol);
  return [head, body].filter((part) => part !== "").join(eol) + (isEnded ? eol : "");
};

const inlineList = (items: Json[], comma: string) => {
  const lines = items.map((item) => {
    const members = Object.entries(item).map(([key, one]) => `${key} = ${JSON.stringify(one)}`);
    return `  { ${members.join(", ")} }`;
  });
  const end = items.length === 0 ? "# none" : `${comma} # ] last`;
  return `r2_buckets = [ # a "list"\n${lines.join(", # next\n")}${end}\n]`;
};

/** The old text stands in the new one, in its order; a date that was raised aside. */
function isKept(before: string, after: string) {
  let at = 0;
  for (const char of after) if (at < before.length && char === before[at]) at++;
  return at === before.length;
}

function configurationOf(format: string, text: string) {
  const path = `/project/wrangler.${format}`;
  return { path, format, mark: "", text, value: parsed(format, text, path), isNew: false };
}

function changesOf(configuration: object, declared: Json[], env: string | undefined) {
  return compare(
    section(configuration as never, env),
    needsOf(sent(declared) as never, "src/index.ts", env),
    TESTED_DATE,
  ).changes;
}

describe.each([
  ["jsonc", jsoncText],
  ["toml", tomlText],
] as const)("%s", (format, textOf) => {
  test("a merge says the old and the wanted, keeps the text, and is done once", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(config, layout, declarations, environment, (value, look, declared, env) => {
        const text = textOf(value, look);
        const configuration = configurationOf(format, text);
        let changes: ReturnType<typeof changesOf>;
        try {
          changes = changesOf(configuration, declared, env);
        } catch (error) {
          // Two buckets of one name, or one binding for two things: refused, which other tests are about.
          const refused = /would share the bucket|the binding ".*" is already/;
          if (error instanceof Refusal && refused.test(error.message)) return;
          throw error;
        }
        const edited = merged(configuration, changes);
        const again = configurationOf(format, edited);
        expect(again.value).toEqual(applied(configuration.value, changes));
        expect(changesOf(again, declared, env)).toEqual([]);
        expect(merged(again, [])).toBe(edited);
        expect(isKept(text.replace(/2022-01-01/g, ""), edited)).toBe(true);
        if (look.eol === "\r\n" && text.includes("\r\n")) expect(edited.replaceAll("\r\n", "")).not.toContain("\n");
      }),
      { numRuns: 1500 },
    );
  });
});

test("what is merged into TOML is read by another run of the same parser", () => {
  const configuration = configurationOf("toml", 'name = "a"\n');
  const changes = changesOf(
    configuration,
    [{ kind: "bucket", name: "a-b", namespace: "default", binding: "A_B" }],
    undefined,
  );
  expect(parseToml(merged(configuration, changes))).toEqual({
    name: "a",
    compatibility_date: "2026-08-01",
    r2_buckets: [{ binding: "A_B", bucket_name: "a-b" }],
  });
});

/** Ways to write an environment, lists and secrets in TOML. */
test.each([
  '[env]\nproduction.name = "x"\nproduction.vars.a = 1\n',
  "[env.production]\n# nothing\n\n\n[other]\nx = 1",
  "[env.production.vars]\nA = 1 # a\n",
  "[env]\n[env.production]\nr2_buckets=[]\n[env.staging]\n",
  '[[env.production.r2_buckets]]\nbinding = "X"\n[env.production.r2_buckets.local_dev]\na = 1\n# tail',
  "# head\n\n# about\n[vars]\nA = 1\n\n\n# tail",
  "secrets.other = 1\n",
  "[secrets]\n",
  'r2_buckets = [\n  { binding = "X" }\n  , # odd\n]\n',
  'r2_buckets = [ { binding = "X",\n bucket_name = "x" } ]\n',
  "kv_namespaces = [ # none\n]\n",
])("%j can be added to, in both places", (text) => {
  const declared = ["bucket", "kv", "secret"].map((kind) => ({
    kind,
    name: kind,
    namespace: "default",
    binding: kind,
  }));
  const configuration = configurationOf("toml", text);
  for (const env of [undefined, "production"]) {
    const changes = changesOf(configuration, declared, env);
    const edited = merged(configuration, changes);
    expect(isKept(text, edited)).toBe(true);
    expect(parsed("toml", edited, "")).toEqual(applied(configuration.value, changes));
  }
});

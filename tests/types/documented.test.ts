/**
 * The declarations are the reference that editors show: every member says what it does, and an example shows it, its
 * own or that of the interface around it. Every example compiles.
 */

import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Node, SyntaxKind } from "typescript/unstable/ast";
import { API, type Snapshot } from "typescript/unstable/sync";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const FILES = ["index", "core", "slim"];

/** A documented thing: `path` is what a reader would call it, such as "StorageError.toJSON". */
interface Entry {
  path: string;
  name: string;
  doc: string;
  parent: Entry | undefined;
}

type Named = Node & {
  getStart(): number;
  name?: { text?: string };
  members?: Iterable<Named>;
  type?: Named;
  types?: Iterable<Named>;
};

let api: API;
let snapshot: Snapshot;
const entries: Entry[] = [];

beforeAll(() => {
  const paths = FILES.map((file) => join(root, "js", "types", `${file}.ts`));
  api = new API({ cwd: root });
  snapshot = api.updateSnapshot({ openFiles: paths });
  for (const path of paths) {
    const source = snapshot.getDefaultProjectForFile(path)?.program.getSourceFile(path);
    if (source === undefined) throw new Error(`${path} is not there`);
    const text = source.text;
    const module = { path: "", name: "", doc: /^\/\*\*.*?\*\//s.exec(text)?.[0] ?? "", parent: undefined };
    for (const statement of source.statements as Iterable<Named>) collect(statement, text, module);
  }
});

afterAll(() => {
  snapshot.dispose();
  api.close();
});

/** The comment right before a node. */
const docOf = (node: Node & { getStart(): number }, text: string) =>
  ([...text.slice(node.pos, node.getStart()).matchAll(/\/\*\*(.*?)\*\//gs)].at(-1)?.[1] ?? "").replaceAll(
    /^\s*\* ?/gm,
    "",
  );

function collect(node: Named, text: string, parent: Entry) {
  if (node.kind === SyntaxKind.VariableStatement) {
    const { declarationList } = node as unknown as { declarationList: { declarations: Iterable<Named> } };
    for (const declaration of declarationList.declarations) {
      const entry = add(declaration.name?.text, docOf(node, text), parent);
      if (declaration.type !== undefined) membersOf(declaration.type, text, entry);
    }
    return;
  }
  const name = node.name?.text;
  if (name === undefined) return;
  const entry = add(name, docOf(node, text), parent);
  for (const member of node.members ?? []) collect(member, text, entry);
  if (node.type !== undefined) membersOf(node.type, text, entry);
}

/** The members of object types within a type, such as those of an option that is an object. */
function membersOf(type: Named, text: string, entry: Entry) {
  for (const member of type.members ?? []) collect(member, text, entry);
  for (const inner of type.types ?? []) membersOf(inner, text, entry);
}

function add(name = "", doc: string, parent: Entry) {
  const entry = { path: parent.path === "" ? name : `${parent.path}.${name}`, name, doc, parent };
  entries.push(entry);
  return entry;
}

const examplesOf = (doc: string) => [...doc.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code as string);

/** An example of its own, or one around it that names it. */
function isShown({ name, doc, parent }: Entry): boolean {
  if (examplesOf(doc).length > 0) return true;
  for (let around = parent; around !== undefined; around = around.parent) {
    if (examplesOf(around.doc).some((code) => new RegExp(`\\b${name}\\b`).test(code))) return true;
  }
  return false;
}

test("the declarations were read", () => {
  expect(entries.length).toBeGreaterThan(100);
  expect(entries.map(({ path }) => path)).toContain("StorageGetOptions.range.suffix");
});

test("every member is documented", () => {
  expect(entries.filter(({ doc }) => doc.trim() === "").map(({ path }) => path)).toEqual([]);
});

test("an example shows every member", () => {
  expect(entries.filter((entry) => !isShown(entry)).map(({ path }) => path)).toEqual([]);
});

test("every option says its default or that it has to be given", () => {
  const options = entries.filter(({ parent }) => /Options$/.test(parent?.name ?? ""));
  expect(options.length).toBeGreaterThan(20);
  expect(
    options.filter(({ doc, name }) => name !== "name" && !/@defaultValue/.test(doc)).map(({ path }) => path),
  ).toEqual([]);
});

/** What the examples take for given. */
const GIVEN = `
import {
  attachment, connect, declarations, rewrap, secret, serveStorage, storage, StorageError, storagePublicUrl, storageSignedUrl,
} from "layeron-storage";
import type {
  Bytes, HostBindings, RewrapOptions, RewrapProgress, SecretModule, SecretRandomOptions, SecretRef,
  SecretStaticOptions, StorageBucketModule, StorageErrorCode, StorageKvModule, StorageReadHandle, StorageSignedRead,
  StorageSignedUrlOptions, StorageSignedWrite,
} from "layeron-storage";
import { backend, type Backend, type BackendAnswer, type BackendHandler, type BackendModule } from "layeron-storage/core";
declare const assets: StorageBucketModule, notes: StorageBucketModule;
declare const configs: StorageKvModule;
declare const app: Backend;
declare const request: Request, bytes: Uint8Array, error: unknown, handle: StorageReadHandle, env: object;
declare const notFound: () => Response;
declare const beforeEach: (run: () => void) => void;
declare const expect: (value: unknown) => { toEqual(value: unknown): void };
`;

test("every example compiles under strict options", { timeout: 60_000 }, async () => {
  const folder = join(root, "build", "examples");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const examples = entries.flatMap(({ path, doc }) => examplesOf(doc).map((code) => ({ path, code })));
  for (const [n, { path, code }] of examples.entries()) {
    const imports = /^import /m.test(code);
    const body = imports ? code : `${GIVEN}\nexport async function example() {\n${code}\n}`;
    writeFileSync(join(folder, `${String(n).padStart(3, "0")}-${path}.ts`), body);
  }
  const tsconfig = {
    extends: "../../tests/types/tsconfig.base.json",
    compilerOptions: {
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"],
      types: ["node"],
      noUnusedLocals: false,
      skipLibCheck: true,
    },
    include: ["*.ts"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
  const { stdout } = await promisify(execFile)(
    join(root, "node_modules/.bin/tsc"),
    ["--project", folder, "--pretty", "false"],
    { cwd: root },
  ).catch((error) => error);
  expect(stdout).toBe("");
});

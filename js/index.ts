/**
 * The public API. Each entry of the package opens it with its own way to start the wasm.
 *
 * Every export is compared with its public declaration, so that the two cannot differ.
 * @module
 */

import { attachment } from "./attachment.ts";
import { connect, provideEnv } from "./connect.ts";
import { core, provideWasm } from "./engine.ts";
import { StorageError } from "./errors.js";
import { isPlain } from "./look.js";
import { storageModule } from "./module/module.ts";
import { copied, SNAPSHOT_DEPTH } from "./options.ts";
import { type Declared, registry } from "./registry.ts";
import { rewrap } from "./seal/rewrap.ts";
import { secret } from "./secret/declare.ts";
import { serveStorage } from "./serve/serve.ts";
import { storagePublicUrl, storageSignedUrl } from "./sign/url.ts";
import type * as Declarations from "./types/index.ts";
import { type Declaration, Variant } from "./wasm/core.js";

// The command `layeron-storage wrangler` names stores as the messages do.
export { bucketName, storeName } from "./host/store-name.ts";
export { requireFeature } from "./value/require-feature.ts";
export { attachment, rewrap, StorageError, secret, serveStorage, storagePublicUrl, storageSignedUrl };

/** The public API, as js/types/index.ts declares it. */
type Api = typeof Declarations;

/**
 * Opens the API: gives it the wasm, and the Worker's own bindings, if there are any.
 *
 * What users import is a result of this function, not a side effect of an import, so that no bundler that drops unused
 * modules can drop the start.
 */
export function open(compiled: () => WebAssembly.Module, env?: object) {
  provideWasm(compiled);
  provideEnv(env);
  return {
    storage: {
      bucket: (options: unknown) => storageModule("bucket", declare("bucket", options)),
      kv: (options: unknown) => storageModule("kv", declare("kv", options)),
    },
    connect,
    declarations: () => registry.declarations(),
  } satisfies Pick<Api, "storage" | "connect" | "declarations">;
}

/**
 * Another function that an entry exports once it has opened the API. A bundler drops the pure call where nobody uses its
 * result.
 */
export const opened = <T>(value: T): T => value;

type Checked<Actual extends Expected, Expected> = Actual;

/** Compiles only if these exports are what the declarations say. */
export type CheckedFunctions = Checked<
  {
    attachment: typeof attachment;
    rewrap: typeof rewrap;
    secret: typeof secret;
    serveStorage: typeof serveStorage;
    storagePublicUrl: typeof storagePublicUrl;
    storageSignedUrl: typeof storageSignedUrl;
  },
  Omit<Api, "StorageError" | "storage" | "connect" | "declarations">
>;

/** The same of the class. Callers never construct it, and its name is set on the prototype. */
export type CheckedError = Checked<StorageError, Omit<Declarations.StorageError, "name">>;

function declare(variant: "bucket" | "kv", options: unknown): Declared {
  const snapshot = copied(options);
  const judged = core.storage[variant](snapshot);
  const { identity, fingerprint, encryption, ttlSeconds, deleteAfterDays } = judged;
  const record: Declared = {
    identity,
    variant: variant === "bucket" ? Variant.Bucket : Variant.Kv,
    // The core has refused everything but a plain object, which is a copy.
    declaration: declarationOf(variant, judged, snapshot as Record<string, unknown>),
    fingerprint,
    ttlSeconds,
    deleteAfterDays,
    encryption: encryption && { namespace: undefined, ...encryption },
  };
  return registry.add(record, { same: core.checkSame, taken: core.bindingTaken });
}

/** The public declaration: the options as they were given, with the defaults filled in. */
function declarationOf(
  variant: "bucket" | "kv",
  { name, namespace, binding, access, deleteAfterDays }: Declaration,
  snapshot: Record<string, unknown>,
): Declarations.StorageDeclaration {
  const options: Record<string, unknown> = { ...snapshot, access };
  for (const shown of ["name", "namespace", "binding"]) delete options[shown];
  if (deleteAfterDays === undefined) delete options.lifecycle;
  return { kind: "storage", variant, name, namespace, binding, options: frozen(options, SNAPSHOT_DEPTH) };
}

/** Freezes an object and the plain objects in it that are copies, and drops members that are undefined. */
function frozen<T extends Record<string, unknown>>(copy: T, depth: number): Readonly<T> {
  for (const name of Object.keys(copy)) {
    const value = copy[name];
    if (value === undefined) delete copy[name];
    else if (depth > 0 && isPlain(value)) frozen(value, depth - 1);
  }
  return Object.freeze(copy);
}

/**
 * The core: starts the wasm at its first use, and guards every export, callable as `core.<name>`.
 *
 * Anything that an export throws and that is not a StorageError is a fault of the core: a trap, or a stack that
 * overflowed. The instance's memory is then worth nothing, so that call fails with `storage_internal` and the next one
 * runs on a fresh instance. Declarations survive in JavaScript; tables of the memory host do not.
 * @module
 */

import { caused, StorageError } from "./errors.js";
import * as glue from "./wasm/core.js";

/** Gives the compiled wasm; provided by the entry. */
let compiled: () => WebAssembly.Module = () => {
  throw new Error("layeron-storage: no entry of the package has provided its wasm");
};

/** Whether there is an instance that may be called. */
let runs = false;

/** How many instances have been lost. */
let lost = 0;

export function provideWasm(provide: () => WebAssembly.Module): void {
  compiled = provide;
}

/** Counts the instances that were lost: whatever lived in an earlier one is gone. */
export const instance = (): number => lost;

function start(): void {
  glue.initSync({ module: compiled() });
  runs = true;
}

type Export = (a: unknown, b: unknown, c: unknown, d: unknown) => unknown;

/** An export, guarded. The four positions instead of rest parameters keep the shortest calls short. */
function guarded<F extends (...args: never[]) => unknown>(run: F): F {
  const call = run as unknown as Export;
  const guard: Export = (a, b, c, d) => {
    if (!runs) start();
    try {
      return call(a, b, c, d);
    } catch (error) {
      throw failureOf(error);
    }
  };
  return guard as unknown as F;
}

/** A refusal as it is; anything else costs the instance. */
function failureOf(error: unknown): StorageError {
  if (StorageError.is(error)) return error;
  runs = false;
  lost++;
  return unexpected(error);
}

/** What every export but the classes, enums and the start itself becomes. */
type Guarded = {
  readonly [Name in Exclude<
    keyof typeof glue,
    "initSync" | "default" | `storage__${string}`
  > as (typeof glue)[Name] extends ((...args: never[]) => unknown) | { bucket: unknown }
    ? Name
    : never]: (typeof glue)[Name];
};

/** The guarded exports. The type makes the list complete. */
export const core: Guarded = {
  storage: { bucket: guarded(glue.storage.bucket), kv: guarded(glue.storage.kv) },
  secretStatic: guarded(glue.secretStatic),
  secretRandom: guarded(glue.secretRandom),
  checkSame: guarded(glue.checkSame),
  bindingTaken: guarded(glue.bindingTaken),
  checkConnect: guarded(glue.checkConnect),
  checkRewrap: guarded(glue.checkRewrap),
  constants: guarded(glue.constants),
  checkKey: guarded(glue.checkKey),
  notAKey: guarded(glue.notAKey),
  checkPut: guarded(glue.checkPut),
  isChecksum: guarded(glue.isChecksum),
  isHttpField: guarded(glue.isHttpField),
  isExpires: guarded(glue.isExpires),
  typeOfBlob: guarded(glue.typeOfBlob),
  checkValueSize: guarded(glue.checkValueSize),
  kvExpiry: guarded(glue.kvExpiry),
  kvTtl: guarded(glue.kvTtl),
  bucketExpiry: guarded(glue.bucketExpiry),
  planGet: guarded(glue.planGet),
  planList: guarded(glue.planList),
  hostCursor: guarded(glue.hostCursor),
  hostPosition: guarded(glue.hostPosition),
  checkEntries: guarded(glue.checkEntries),
  hashOf: guarded(glue.hashOf),
  responseHead: guarded(glue.responseHead),
  attachment: guarded(glue.attachment),
  refusal: guarded(glue.refusal),
  hostFailure: guarded(glue.hostFailure),
  conditionFailed: guarded(glue.conditionFailed),
  wrongLength: guarded(glue.wrongLength),
  unsatisfiable: guarded(glue.unsatisfiable),
  uploadTooLarge: guarded(glue.uploadTooLarge),
  uploadWay: guarded(glue.uploadWay),
  partSize: guarded(glue.partSize),
  checkPart: guarded(glue.checkPart),
  streamFailure: guarded(glue.streamFailure),
  r2Condition: guarded(glue.r2Condition),
  rangeApplies: guarded(glue.rangeApplies),
  r2ListStep: guarded(glue.r2ListStep),
  kvRecord: guarded(glue.kvRecord),
  select: guarded(glue.select),
  sealedSize: guarded(glue.sealedSize),
  plainSize: guarded(glue.plainSize),
  sealedEntry: guarded(glue.sealedEntry),
  sealedHeader: guarded(glue.sealedHeader),
  sealedRange: guarded(glue.sealedRange),
  sealedPart: guarded(glue.sealedPart),
  sealedVersion: guarded(glue.sealedVersion),
  associatedData: guarded(glue.associatedData),
  randomBytes: guarded(glue.randomBytes),
  checkSigned: guarded(glue.checkSigned),
  newClaims: guarded(glue.newClaims),
  readClaims: guarded(glue.readClaims),
  keyPath: guarded(glue.keyPath),
  signedMessage: guarded(glue.signedMessage),
  cacheField: guarded(glue.cacheField),
  bodyFields: guarded(glue.bodyFields),
  planSignedPut: guarded(glue.planSignedPut),
};

let known: glue.Constants | undefined;

/** The core's constants; they are the same in every instance. */
export function constants(): glue.Constants {
  known ??= core.constants();
  return known;
}

/** A table of the memory host. It belongs to the instance that it was made in. */
export type Table = Pick<glue.MemoryTable, "put" | "get" | "delete" | "list" | "free">;

/** A new table, guarded as the other exports are. */
export function guardedTable(): Table {
  const table = newTable();
  const born = lost;
  const guard = <F extends (...args: never[]) => unknown>(method: F): F => {
    const call = method as unknown as Export;
    const guardedMethod: Export = (a, b, c, d) => {
      // The glue would run the method on the memory of the instance that is in use.
      if (born !== lost) throw fault("a table of the memory host belongs to an instance that is lost");
      try {
        return call.call(table, a, b, c, d);
      } catch (error) {
        throw failureOf(error);
      }
    };
    return guardedMethod as unknown as F;
  };
  const free = guard(table.free);
  const own: Table = {
    put: guard(table.put),
    get: guard(table.get),
    delete: guard(table.delete),
    list: guard(table.list),
    free() {
      collected?.unregister(own);
      free();
    },
  };
  collected?.register(own, { table, born }, own);
  return own;
}

const newTable = guarded(() => new glue.MemoryTable());

/** Tables of lost instances. */
const abandoned: glue.MemoryTable[] = [];

/**
 * Frees a table that nobody can reach any more. It holds the glue's own object until then, so that the glue's registry
 * never acts first: it would free a table of a lost instance in the memory of the one that is in use.
 */
const collected =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry<{ table: glue.MemoryTable; born: number }>(({ table, born }) => {
        if (born === lost) table.free();
        else abandoned.push(table);
      })
    : undefined;

/** The error of something unexpected that was thrown. */
export const unexpected = (cause: unknown): StorageError =>
  caused(fault("a fault of layeron-storage itself; please report it with the error's cause"), cause);

/** The error of a fault. It is made without the core, which may be what has failed. */
export const fault = (message: string): StorageError => new StorageError("storage_internal", 500, false, message);

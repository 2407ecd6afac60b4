/**
 * What `storage.bucket()` and `storage.kv()` return: a plain object that any framework can register.
 *
 * One wrapper makes every method: it resolves the call, runs the operation, and says of an error where it happened.
 * @module
 */

import { callOf } from "../call.ts";
import { located } from "../located.ts";
import type { Declared } from "../registry.ts";
import type { StorageListOptions } from "../types/index.ts";
import { remove } from "./delete.ts";
import { entries } from "./entries.ts";
import { get } from "./get.ts";
import { head } from "./head.ts";
import { list } from "./list.ts";
import type { Operation } from "./operation.ts";
import { put } from "./put.ts";

type Method<Result> = (first?: unknown, second?: unknown, third?: unknown) => Promise<Result>;

export function storageModule<Name extends "bucket" | "kv">(variant: Name, declared: Declared) {
  const { name, namespace } = declared.declaration;
  const listPage = methodOf(declared, list);
  return {
    kind: "storage" as const,
    variant,
    name,
    namespace,
    put: methodOf(declared, put),
    get: methodOf(declared, get),
    head: methodOf(declared, head),
    delete: methodOf(declared, remove),
    list: listPage,
    entries: (options?: Pick<StorageListOptions, "prefix">) => entries(declared, listPage, options),
  };
}

function methodOf<Answer, Result>(declared: Declared, operation: Operation<Answer, Result>): Method<Result> {
  return async (first, second, third) => {
    try {
      return operation.shape(await operation.run(callOf(declared), first, second, third), declared);
    } catch (error) {
      throw located(error, declared, operation.name, operation.hasKey ? first : undefined);
    }
  };
}

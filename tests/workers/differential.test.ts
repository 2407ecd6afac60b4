/**
 * The same random operations on memory and on Cloudflare's own R2 and KV.
 *
 * What passes against memory in a user's test has to pass against the real services. No list of cases
 * covers that; sequences that nobody thought of come closer. A seed makes a run again: `SEED=… npm test`.
 * @module
 */

import { env } from "cloudflare:workers";
import { connect, type StorageBucketModule, type StorageKvModule, storage } from "layeron-storage";
import { afterAll, describe, expect, inject, test } from "vitest";
import { compare } from "../differential/compare";
import { EXPECTED, kinds } from "../differential/coverage";
import { Generator } from "../differential/generate";
import { LIES } from "../differential/lies";
import type { Operation } from "../differential/operation";
import type { Variant } from "../differential/options";
import { Random } from "../differential/random";
import { REGRESSIONS } from "../differential/regressions";
import { type Host, run } from "../differential/runner";

declare module "vitest" {
  interface ProvidedContext {
    /** `SEED` of the environment. */
    seed?: string;
  }
}

/** Sequences of each variant, and operations in each of them. */
const SEQUENCES = 10;
const OPERATIONS = 210;
/** Lies come out sooner. */
const LIE_OPERATIONS = 120;

const seed = Number(inject("seed") ?? Math.trunc(Math.random() * 2 ** 31));
if (!Number.isSafeInteger(seed)) throw new TypeError(`SEED must be a whole number, not ${inject("seed")}`);
console.log(`differential: SEED=${seed}`);

const BUCKET = storage.bucket({ name: "bucket" });
const KV = storage.kv({ name: "kv" });
/** Every key of it expires; the binding is that of `KV`, as no sequence runs beside another. */
const BRIEF = storage.kv({ name: "brief", ttlSeconds: 90 });

/** The kinds of answers so far. */
const seen: Record<Variant, Set<string>> = { bucket: new Set(), kv: new Set() };

interface Subject {
  title: string;
  variant: Variant;
  module: StorageBucketModule | StorageKvModule;
}

const SUBJECTS: Subject[] = [
  { title: "a bucket, and R2", variant: "bucket", module: BUCKET },
  { title: "a namespace, and KV", variant: "kv", module: KV },
  { title: "a namespace whose keys expire, and KV", variant: "kv", module: BRIEF },
];

afterAll(async () => {
  connect(undefined);
  await empty();
});

describe.each(SUBJECTS)("memory as $title", ({ title, variant, module }) => {
  // Half as many for each of the two namespaces.
  const sequences = variant === "kv" ? SEQUENCES / 2 : SEQUENCES;

  test.each(Array.from({ length: sequences }, (_, number) => number))("sequence %i", async (number) => {
    const operations = drawn(module, number);
    const memory = await onMemory(module, operations);
    const real = await onBindings(module, operations);
    for (const [index, operation] of operations.entries()) {
      for (const kind of kinds(operation, memory[index])) seen[variant].add(kind);
    }
    compare({ from: `SEED=${seed}, ${title}, sequence ${number}`, operations, memory, real });
  });
});

const regressions = REGRESSIONS.flatMap(({ variants, ...rest }) => variants.map((variant) => ({ variant, ...rest })));
test.each(regressions)("$variant: $what", async ({ variant, what, operations }) => {
  const module = variant === "bucket" ? BUCKET : KV;
  const memory = await onMemory(module, operations);
  const real = await onBindings(module, operations);
  compare({ from: what, operations, memory, real });
});

test.each<Variant>(["bucket", "kv"])("The sequences of a %s reached every kind of answer", (variant) => {
  expect(EXPECTED[variant].filter((kind) => !seen[variant].has(kind))).toEqual([]);
});

test.each(LIES)("A $variant that $lie is found out", async ({ variant, told }) => {
  const module = variant === "bucket" ? BUCKET : KV;
  const lying = told((variant === "bucket" ? env.BUCKET : env.KV) as R2Bucket & KVNamespace);
  const found: string[] = [];
  for (let number = 0; number < SEQUENCES && found.length === 0; number++) {
    const operations = drawn(module, number).slice(0, LIE_OPERATIONS);
    const memory = await onMemory(module, operations);
    const real = await onBindings(module, operations, { [variant.toUpperCase()]: lying });
    try {
      compare({ from: "a lie", operations, memory, real });
    } catch (error) {
      found.push(String(error));
    }
  }
  expect(found).toEqual([expect.stringContaining("the answers differ")]);
});

/** A sequence of operations: the same for the same seed, module and number. */
function drawn(module: Host["module"], number: number): Operation[] {
  const subject = SUBJECTS.findIndex((each) => each.module === module);
  return new Generator(new Random(seed + number * 7919 + subject * 104_729), module.variant).sequence(OPERATIONS);
}

/**
 * KV's dates are the package's own, so that its sequences may move the clock; it starts ahead of the
 * real one, by which the local KV would let keys expire. R2's dates are R2's.
 */
function clockOf(module: Host["module"]): { clock: () => number; wait: (seconds: number) => void } {
  let now = 1_800_000_000_500;
  return {
    clock: module.variant === "bucket" ? () => Date.now() : () => now,
    wait(seconds) {
      now += seconds * 1000;
    },
  };
}

function onMemory(module: Host["module"], operations: Operation[]) {
  const { clock, wait } = clockOf(module);
  connect("memory", { clock });
  return run({ module, wait }, operations);
}

async function onBindings(module: Host["module"], operations: Operation[], bindings?: Record<string, unknown>) {
  await empty();
  const { clock, wait } = clockOf(module);
  // BRIEF has no binding of its own in this Worker.
  connect(module === BRIEF ? { BRIEF: env.KV } : bindings, { clock });
  return run({ module, wait }, operations);
}

async function empty() {
  for (;;) {
    const { objects } = await env.BUCKET.list();
    if (objects.length === 0) break;
    await env.BUCKET.delete(objects.map(({ key }) => key));
  }
  for (;;) {
    const { keys } = await env.KV.list();
    if (keys.length === 0) break;
    await Promise.all(keys.map(({ name }) => env.KV.delete(name)));
  }
}

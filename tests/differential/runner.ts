/**
 * Carries out a sequence on one host and writes down what comes of each operation.
 *
 * Everything that was handed in or out is scribbled over afterwards: a host that keeps a caller's buffer,
 * or gives away its own, shows it in a later answer.
 * @module
 */

import type { StorageBucketModule, StorageKvModule, StorageListResult, StorageObject } from "layeron-storage";
import { odd } from "./odd";
import type { Loose, Operation, Token } from "./operation";
import { failure, httpDate, type Outcome, Seen } from "./outcome";
import { read } from "./reads";
import { type Made, makeValue } from "./values";

export interface Host {
  module: StorageBucketModule | StorageKvModule;
  /** Moves the host's clock, for the variant that has one. */
  wait(seconds: number): void;
}

interface Listing {
  options: Record<string, unknown>;
  cursor: string | undefined;
}

type Call = (...args: unknown[]) => unknown;

export async function run(host: Host, operations: readonly Operation[]): Promise<Outcome[]> {
  const runner = new Runner(host);
  const outcomes: Outcome[] = [];
  for (const operation of operations) outcomes.push(await runner.step(operation));
  return outcomes;
}

class Runner {
  #host: Host;
  #seen: Seen;
  #listings: Listing[] = [];
  /** The value of the operation under way. */
  #made: Made | undefined;

  constructor(host: Host) {
    this.#host = host;
    const isBucket = host.module.variant === "bucket";
    this.#seen = new Seen((key) => (isBucket ? key.normalize("NFC") : key));
  }

  async step(operation: Operation): Promise<Outcome> {
    this.#made = undefined;
    const module = this.#host.module as unknown as Record<string, Call>;
    switch (operation.call) {
      case "wait":
        return this.#host.wait(operation.seconds);
      case "fill":
        return this.#fill(operation.prefix, operation.count);
    }
    const args = operation.args.map((argument) => this.#resolve(argument));
    const made = this.#made as Made | undefined;
    await made?.ready;
    let answer: unknown;
    try {
      const call = module[operation.call]?.(...args);
      answer = operation.call === "entries" ? await all(call as AsyncIterable<StorageObject>) : await call;
    } catch (error) {
      return failure(error, made?.error);
    } finally {
      made?.scribble?.();
      const given = (args[2] as { metadata?: unknown } | null | undefined)?.metadata;
      if (operation.call === "put" && typeof given === "object" && given !== null) scribble(given);
    }
    switch (operation.call) {
      case "put":
        return this.#stored(answer as StorageObject);
      case "get":
        return answer === null ? null : read(this.#seen, answer as never, operation.reads);
      case "head":
        return answer === null ? null : this.#shown(answer as StorageObject);
      case "list":
        return this.#listed((args[0] ?? {}) as Record<string, unknown>, answer as StorageListResult);
      case "entries":
        return (answer as StorageObject[]).map((object) => this.#shown(object));
      case "delete":
        return answer === undefined ? "deleted" : answer;
    }
  }

  async #fill(prefix: string, count: number): Promise<Outcome> {
    const { module } = this.#host;
    const names = Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(3, "0")}`);
    const puts = await Promise.all(names.map((name) => module.put(name, `value of ${name}`)));
    return puts.map((object) => this.#stored(object)).length;
  }

  #stored(object: StorageObject): Outcome {
    this.#seen.put(object);
    const fits = this.#made === undefined || this.#seen.etags.fits(object.etag, this.#made.content);
    const shown = this.#shown(object) as object;
    return fits ? shown : { ...shown, etag: "not that of these bytes, or of others too" };
  }

  #shown(object: StorageObject): Outcome {
    const shown = this.#seen.object(object);
    object.metadata.scribbled = "over";
    Object.assign(object, { contentType: "scribbled/over", size: -1 });
    return shown;
  }

  async #listed(options: Record<string, unknown>, page: StorageListResult): Promise<Outcome> {
    const { items, cursor, ...rest } = page;
    const more = await this.#more(options, cursor);
    this.#listings.push({ options, cursor: more ? cursor : undefined });
    return { items: items.map((object) => this.#shown(object)), more, ...rest };
  }

  /**
   * Whether the page has a successor. A bucket's cursor says so. KV may give one although nothing is left,
   * so that there it only counts when something follows.
   */
  async #more({ prefix }: Record<string, unknown>, cursor: string | undefined): Promise<boolean | string> {
    if (cursor === undefined) return false;
    if (typeof cursor !== "string" || cursor === "") return `no cursor: ${JSON.stringify(cursor)}`;
    if (this.#host.module.variant === "bucket") return true;
    const next = await this.#host.module.list({ prefix: prefix as string | undefined, cursor });
    return next.items.length > 0;
  }

  #resolve(argument: Loose): unknown {
    if (typeof argument !== "object" || argument === null) return argument;
    if (Array.isArray(argument)) return argument.map((each) => this.#resolve(each));
    if (isToken(argument)) return this.#token(argument);
    return Object.fromEntries(Object.entries(argument).map(([name, value]) => [name, this.#resolve(value)]));
  }

  #token(token: Token): unknown {
    switch (token.$) {
      case "odd":
        return odd(token.name);
      case "repeat":
        return token.text.repeat(token.times);
      case "value":
        this.#made = makeValue(token);
        return this.#made.value;
      case "join":
        return token.parts.map((part) => this.#resolve(part)).join("");
      case "headers":
        return new Headers(token.fields.map(([name, value]): [string, string] => [name, String(this.#resolve(value))]));
      case "etag": {
        const known = token.which === "made up" ? undefined : this.#seen.version(token.of, token.which)?.etag;
        const etag = known ?? "0123456789abcdef0123456789abcdef";
        if (token.form === undefined) return etag;
        return token.form === "weak" ? `W/"${etag}"` : `"${etag}"`;
      }
      case "date": {
        const storedAt = this.#seen.version(token.of, "current")?.storedAt ?? "2001-02-03T04:05:06.000Z";
        const day = token.which === "current" ? 0 : 86_400_000;
        return httpDate(new Date(Date.parse(storedAt) - day).toISOString());
      }
      case "continue":
        return this.#continue(token);
    }
  }

  /** The options for the page after an earlier one; without a cursor they start that listing again. */
  #continue({ back, change, altered }: Extract<Token, { $: "continue" }>): Record<string, unknown> {
    const { options, cursor } = this.#listings.at(-back) ?? { options: {}, cursor: undefined };
    const { startAfter, cursor: _, ...kept } = options;
    const next: Record<string, unknown> = { ...kept, ...(this.#resolve(change) as object) };
    if (cursor === undefined) return startAfter === undefined ? next : { ...next, startAfter };
    return { ...next, cursor: altered ? alter(cursor) : cursor };
  }
}

const isToken = (argument: object): argument is Token => "$" in argument;

/** Changes metadata that the caller still holds. */
function scribble(metadata: object): void {
  for (const name of Object.keys(metadata)) Reflect.set(metadata, name, "scribbled over");
  Reflect.set(metadata, "scribbled", "over");
}

async function all(entries: AsyncIterable<StorageObject>): Promise<StorageObject[]> {
  const items: StorageObject[] = [];
  for await (const item of entries) items.push(item);
  return items;
}

/** Another character in the middle. */
function alter(cursor: string): string {
  const at = cursor.length >> 1;
  return `${cursor.slice(0, at)}${cursor[at] === "A" ? "B" : "A"}${cursor.slice(at + 1)}`;
}

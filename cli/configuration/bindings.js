/**
 * The bindings that a section of a configuration has, of whatever kind.
 *
 * All kinds share one set of names, so a name that is taken can be taken by any of them.
 * @module
 */

/** Where bindings stand that have no `binding` in a list of their own. */
const NESTED = {
  durable_objects: { list: "bindings", name: "name" },
  logfwdr: { list: "bindings", name: "name" },
  unsafe: { list: "bindings", name: "name" },
  queues: { list: "producers", name: "binding" },
};

/** Lists whose entries say `name` in the place of `binding`. */
const NAMED = ["send_email", "ratelimits"];

/** Settings whose members are the bindings. */
const MEMBERS = ["vars", "wasm_modules", "text_blobs", "data_blobs"];

/** Settings that are no bindings, though their form resembles one. */
const OTHERS = new Set(["env", "previews", "exports", "containers", "tail_consumers", "streaming_tail_consumers"]);

/** @returns {{ name: string, place: string, key: string }[]} */
export function bindingsIn(section) {
  return Object.entries(section)
    .filter(([key]) => !OTHERS.has(key))
    .flatMap(([key, value]) => named(key, value).map((one) => ({ ...one, key })));
}

function named(key, value) {
  if (typeof value !== "object" || value === null) return [];
  if (MEMBERS.includes(key)) return Object.keys(value).map((name) => ({ name, place: `${key}.${name}` }));
  if (key === "secrets") return inList(value.required, `${key}.required`, (name) => name);
  if (Object.hasOwn(NESTED, key)) {
    const { list, name } = NESTED[key];
    return inList(value[list], `${key}.${list}`, (one) => one?.[name]);
  }
  if (Array.isArray(value))
    return inList(value, key, (one) => one?.binding ?? (NAMED.includes(key) ? one?.name : undefined));
  return typeof value.binding === "string" ? [{ name: value.binding, place: `${key}.binding` }] : [];
}

function inList(list, place, nameOf) {
  if (!Array.isArray(list)) return [];
  return list
    .map((one, n) => ({ name: nameOf(one), place: `${place}[${n}]` }))
    .filter(({ name }) => typeof name === "string");
}

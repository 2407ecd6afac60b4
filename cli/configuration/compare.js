/**
 * Needs and configuration, side by side: the entries as they are or would be, and the changes that lead there.
 *
 * All that cannot be merged is refused here, before anything is written.
 * @module
 */

import { shown } from "../paths.js";
import { Refusal } from "../refusal.js";
import { bindingsIn } from "./bindings.js";
import { OLDEST_DATE } from "./dates.js";
import { distinct } from "./distinct.js";
import { checkForm } from "./form.js";
import { KEYS, SECRETS_STORE } from "./needs.js";

/** In which order the kinds are printed and added. */
const ORDER = ["bucket", "kv", "secret"];

/**
 * @typedef {{ path: string[], value: unknown, isItem: boolean }} Change sets what is at a path, or adds to the list
 * there
 */

/**
 * @param section see section.js
 * @param needs see needs.js
 * @param {string} date the compatibility date for a configuration without one
 * @returns {{ changes: Change[], entries: object[] }} an entry is a need with `entry`, what the configuration has or
 * would have for it; the first is the compatibility date
 */
export function compare(section, needs, date) {
  checkForm(section);
  const taken = bindingsIn(section.own);
  const dated = dateOf(section, date);
  const stores = needs.map((need) => ({ ...need, ...entryOf(section, need, taken) }));
  distinct(section, stores);
  const entries = [dated, ...ORDER.flatMap((kind) => stores.filter((entry) => entry.kind === kind))];
  return { changes: entries.flatMap(({ change }) => change ?? []), entries };
}

/**
 * An environment inherits the date, so a missing one is added at the top level. An old one of the top level stays,
 * for its change would reach every other environment; this one gets its own.
 */
function dateOf({ path: at, own, effective, file }, missing) {
  const { compatibility_date: date } = effective;
  if (date !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(date)) {
    // A date of TOML, without quotes, would be printed as if it were a string.
    const found = date instanceof Date ? `${date.toISOString().slice(0, 10)} without quotes` : JSON.stringify(date);
    throw new Refusal(`${shown(file)}: compatibility_date is ${found}; it must be a string such as "${missing}"`);
  }
  const isFine = date !== undefined && date >= OLDEST_DATE;
  const entry = isFine ? date : date === undefined ? missing : OLDEST_DATE;
  const path = date === undefined || (isFine && own.compatibility_date === undefined) ? [] : at;
  const change = isFine ? undefined : { path: [...path, "compatibility_date"], value: entry, isItem: false };
  return { kind: "date", entry, path, isInherited: isFine && path !== at, change };
}

/** The entry of a need: the one that is there, else the one to add. */
function entryOf({ path, own, file }, need, taken) {
  const { kind, binding, identity } = need;
  const key = KEYS[kind];
  const places = taken.filter(({ name }) => name === binding);
  if (kind === "secret" && places.length === 1 && places[0].key === SECRETS_STORE) {
    return { entry: own[SECRETS_STORE].find((one) => one.binding === binding), isInStore: true };
  }
  const other = places.find((one) => one.key !== key);
  if (other !== undefined || places.length > 1) {
    const [first, second] = other === undefined ? places : [other];
    const where = [first, second].filter(Boolean).map(({ place }) => [...path, place].join("."));
    throw new Refusal(
      `${shown(file)}: the binding "${binding}" is already ${where.join(" and ")}, and ${identity} needs it in ` +
        `${[...path, key].join(".")}; rename one of them (a declaration takes \`binding\`)`,
    );
  }
  if (kind === "secret") {
    if (places.length === 1) return { entry: binding };
    return { entry: binding, change: { path: [...path, key, "required"], value: binding, isItem: true } };
  }
  const there = own[key]?.find((one) => one.binding === binding);
  if (there !== undefined) return { entry: there };
  return { entry: need.wanted, change: { path: [...path, key], value: need.wanted, isItem: true } };
}

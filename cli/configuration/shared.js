/**
 * Stores that two environments of one configuration have in common.
 *
 * What staging deletes there is gone in production, and no error ever says so. The top level counts as an environment.
 * @module
 */

import { SECRETS_STORE } from "./needs.js";

/** What makes an entry of each list one store, and its name in a sentence; undefined while wrangler has yet to make it. */
const STORES = {
  r2_buckets: ({ bucket_name: name, jurisdiction = "default" }) =>
    name === undefined ? undefined : { key: [name, jurisdiction], said: `the bucket ${JSON.stringify(name)}` },
  kv_namespaces: ({ id }) =>
    id === undefined ? undefined : { key: [id], said: `the KV namespace ${JSON.stringify(id)}` },
  [SECRETS_STORE]: ({ store_id: store, secret_name: name }) =>
    store === undefined || name === undefined
      ? undefined
      : { key: [store, name], said: `the secret ${JSON.stringify(name)} of the store ${JSON.stringify(store)}` },
};

/**
 * @param {object} value a configuration's value
 * @param {{ binding: string }[]} needs what the application declares; stores of others are not its concern
 * @returns {{ places: string, said: string }[]} each pair of entries that are one store
 */
export function sharedIn(value, needs) {
  const declared = new Set(needs.map(({ binding }) => binding));
  const all = environmentsOf(value).flatMap(storesOf);
  return all.flatMap((one, n) =>
    all
      .slice(n + 1)
      .filter((other) => isSame(one, other) && (declared.has(one.binding) || declared.has(other.binding)))
      .map((other) => ({ places: `${named(one)} and ${named(other)}`, said: one.said })),
  );
}

function environmentsOf(value) {
  const environments = Object.entries(value.env ?? {}).map(([name, own]) => ({ path: ["env", name], own }));
  return [{ path: [], own: value }, ...environments].map((one) => ({
    ...one,
    account: one.own?.account_id ?? value.account_id,
  }));
}

/** Other environments than the one that was asked for may have any form: what is no list of entries has no stores. */
function storesOf({ path, own, account }) {
  return Object.entries(STORES).flatMap(([list, storeOf]) => {
    const entries = Array.isArray(own?.[list]) ? own[list] : [];
    return entries.flatMap((entry) => {
      const store = typeof entry === "object" && entry !== null ? storeOf(entry) : undefined;
      if (store === undefined) return [];
      const environment = path.join(".");
      return { environment, list: [...path, list].join("."), binding: entry.binding, account, ...store, kind: list };
    });
  });
}

/** An account that is not said may be any, the other's as well. */
function isSame(one, other) {
  const isOneAccount = one.account === undefined || other.account === undefined || one.account === other.account;
  const keys = [one, other].map(({ kind, key }) => JSON.stringify([kind, ...key]));
  return one.environment !== other.environment && isOneAccount && keys[0] === keys[1];
}

const named = ({ list, binding }) => `${list} ${binding}`;

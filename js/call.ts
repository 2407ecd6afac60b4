/**
 * One call of a declared instance: where it is stored, with which secret, by whose clock.
 *
 * All of that is resolved once, when the call is made, so that store and secret belong together whatever `connect` says
 * meanwhile.
 * @module
 */

import { bindingsOf, clockOf } from "./connect.ts";
import { openStore } from "./host/index.ts";
import type { Store } from "./host/store.ts";
import { type Declared, registry } from "./registry.ts";
import { SealedStore } from "./seal/layer.ts";
import { type Secrets, secretsOf } from "./secret/held.ts";

export interface Call {
  readonly declared: Declared;
  readonly store: Store;
  readonly secrets: Secrets;
  now(): number;
}

/** A call by the connection of this moment, unless it goes on with an earlier one. */
export function callOf(declared: Declared, connection = registry.connection()): Call {
  const bindings = bindingsOf(connection, declared.declaration);
  const now = clockOf(connection);
  const secrets = secretsOf(declared, bindings, now);
  const layered = declared.encryption !== undefined;
  const place = { declared, now, layered };
  const store = openStore(place, bindings);
  return { declared, now, secrets, store: layered ? new SealedStore(store, place, secrets) : store };
}

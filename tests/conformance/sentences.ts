/**
 * All sentences of the contract, to be tried on one store.
 *
 * @module
 */

import { beforeEach, describe } from "vitest";
import { conditional } from "./conditional";
import { cursors } from "./cursor";
import { declaring } from "./declare";
import { errors } from "./errors";
import { expiry } from "./expiry";
import { folds } from "./fold";
import { gets } from "./get";
import { handles } from "./handle";
import { keys } from "./keys";
import { lists } from "./list";
import { metadata } from "./metadata";
import { puts } from "./put";
import { ranges } from "./range";
import { deletes } from "./remove";
import { responses } from "./response";
import { streams } from "./streams";
import type { Store } from "./subject";
import { values } from "./values";

const PARTS = [
  declaring,
  keys,
  values,
  metadata,
  puts,
  streams,
  expiry,
  gets,
  ranges,
  conditional,
  handles,
  responses,
  deletes,
  lists,
  cursors,
  folds,
  errors,
];

export function everySentence(store: Store) {
  describe(`On ${store.title}`, () => {
    beforeEach(() => store.fresh());
    for (const part of PARTS) part(store);
  });
}

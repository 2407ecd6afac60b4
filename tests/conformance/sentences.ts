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
import { fields } from "./fields";
import { folds } from "./fold";
import { gets } from "./get";
import { handles } from "./handle";
import { keys } from "./keys";
import { lists } from "./list";
import { metadata } from "./metadata";
import { plainOptions } from "./options";
import { puts } from "./put";
import { ranges } from "./range";
import { deletes } from "./remove";
import { responses } from "./response";
import { streams } from "./streams";
import type { Store } from "./subject";
import { attacks } from "./urls/attacks";
import { crossOrigin } from "./urls/cors";
import { oneTime } from "./urls/once";
import { publicUrls } from "./urls/public";
import { signedReads } from "./urls/read";
import { refusals } from "./urls/refused";
import { signing } from "./urls/sign";
import { signedWrites } from "./urls/write";
import { values } from "./values";

const PARTS = [
  declaring,
  plainOptions,
  keys,
  values,
  metadata,
  fields,
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
  signing,
  signedReads,
  signedWrites,
  oneTime,
  publicUrls,
  refusals,
  attacks,
  crossOrigin,
];

export function everySentence(store: Store) {
  describe(`On ${store.title}`, () => {
    beforeEach(() => store.fresh());
    for (const part of PARTS) part(store);
  });
}

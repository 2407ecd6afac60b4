/**
 * What is asked of the core. Each export of a wasm costs bytes, whatever it does, so there is one, and the questions
 * have numbers: those of src/wasm/questions.rs.
 * @module
 */

import { encodedText } from "./base64url.js";
import { core } from "./engine.js";
import { framed, frameOf } from "./frame.js";

const CHECK_KEY = 0;
const CHECK_PUT = 1;
const CHECK_GATHERED = 2;
const CHECK_ENTRIES = 3;
const CHECK_CONNECT = 4;
const CHECK_KV_GET = 5;
const KV_PUT = 6;
const KV_RECORD = 7;
const R2_UPLOAD = 8;
const R2_PART = 9;
const R2_RANGE_APPLIES = 10;
const R2_LIST_NEXT = 11;
const R2_GET = 12;
const MEMORY_PUT = 13;
const MEMORY_GET = 14;
const MEMORY_HEAD = 15;
const MEMORY_LIST = 16;
const MEMORY_DELETE = 17;
const MEMORY_RESET = 18;
const NAMES = 19;
const HOST_CURSOR = 20;
const CURSOR_OF = 21;
const RESPONSE_HEAD = 22;
const PATH = 23;
const MESSAGE = 24;
const MAKE_GRANT = 25;
const OPEN_GRANT = 26;
const READ_FIELDS = 27;
const WRITE_OPTIONS = 28;
const BLAMES_STREAM = 29;
const REFUSAL = 30;
const HOST_FAILURE = 31;
const CONDITION_FAILED = 32;
const WRONG_LENGTH = 33;
const UNSATISFIABLE = 34;
const UPLOAD_TOO_LARGE = 35;
const DECLARED_OTHERWISE = 36;
const BINDING_TAKEN = 37;
const DECLARE_SECRET = 38;
const SEALED_SIZE = 39;
const SEALED_PART = 40;
const PLAIN_SIZE = 41;
const ASSOCIATED = 42;

export const checkKey = (isBucket, key) => core.ask(CHECK_KEY, framed(isBucket, key));

/** Returns the put's mode. `held`: the value has to be in memory in one piece. */
export const checkPut = (isBucket, frame, size, held) =>
  Number(core.ask(CHECK_PUT, frameOf(isBucket) + frame + framed(size, held)));

export const checkGathered = (isBucket, seen) => core.ask(CHECK_GATHERED, framed(isBucket, seen));
export const checkEntries = (isBucket, frame) => core.ask(CHECK_ENTRIES, frameOf(isBucket) + frame);
export const checkConnect = (frame) => core.ask(CHECK_CONNECT, frame);
export const checkKvGet = (frame) => core.ask(CHECK_KV_GET, frame);

/** A time or a number that may not be there. */
const optional = (text) => (text === "" ? undefined : Number(text));

/** Returns the milliseconds of the value's end, if it has one. */
export const kvPut = (frame, size, ttlSeconds, now) =>
  optional(core.ask(KV_PUT, frame + framed(size, ttlSeconds, now)));
export const kvRecord = (frame, size, now) => core.ask(KV_RECORD, frame + framed(size, now));

export const r2Upload = (mode, size) => Number(core.ask(R2_UPLOAD, framed(mode, size)));
export const r2Part = (mode, part, size) => core.ask(R2_PART, framed(mode, part, size));
export const r2RangeApplies = (ifRange, etag, uploaded) =>
  core.ask(R2_RANGE_APPLIES, framed(ifRange, etag, uploaded)) !== "";
export const r2ListNext = (...answer) => Number(core.ask(R2_LIST_NEXT, framed(...answer)));
export const r2Get = (frame) => core.ask(R2_GET, frame);

export const blamesStream = (text) => core.ask(BLAMES_STREAM, frameOf(text)) !== "";
export const names = () => core.ask(NAMES, "");
/** Empty where there is no cursor. */
export const hostCursor = (isBucket, frame, identity) =>
  core.ask(HOST_CURSOR, frameOf(isBucket) + frame + frameOf(identity));
export const cursorOf = (identity, prefix, delimiter, cursor) =>
  encodedText(core.ask(CURSOR_OF, framed(identity, prefix, delimiter, cursor)));

/** The status, and then name and value of each header field. */
export const responseHead = (...head) => core.ask(RESPONSE_HEAD, framed(...head)).split("\n");

export const pathOf = ({ namespace, name }, key) => core.ask(PATH, framed(namespace, name, key));
export const signedMessage = ({ namespace, name }, key, grant) =>
  core.ask(MESSAGE, framed(namespace, name, key, grant));
export const makeGrant = (now, lifecycle, version, once, frame) =>
  core.ask(MAKE_GRANT, framed(now, lifecycle, version, once) + frame);
/** Empty where the grant does not allow the method. */
export const openGrant = (grant, method, now) => core.ask(OPEN_GRANT, framed(grant, method, now));
export const readFields = (...read) => core.ask(READ_FIELDS, framed(...read));
export const writeOptions = (grant, ...fields) => core.ask(WRITE_OPTIONS, framed(grant, ...fields));

/** The error that is the answer. */
function refused(question, frame) {
  try {
    return core.ask(question, frame);
  } catch (error) {
    return error;
  }
}

/** A StorageError that this side found: the core knows the status of a code, and whether it is worth another try. */
export const refusal = (code, message) => refused(REFUSAL, `${code} ${message}`);
export const failureOf = (isBucket, text) => refused(HOST_FAILURE, framed(isBucket, text));
export const conditionFailed = (mode) => refused(CONDITION_FAILED, frameOf(mode));
export const wrongLength = (declared, seen) => refused(WRONG_LENGTH, framed(declared, seen));
export const unsatisfiable = (size, { offset, length, suffix }) =>
  refused(UNSATISFIABLE, framed(size, offset, length, suffix));
export const uploadTooLarge = (max) => refused(UPLOAD_TOO_LARGE, frameOf(max));
export const declaredOtherwise = (...declared) => refused(DECLARED_OTHERWISE, framed(...declared));
export const bindingTaken = (...declared) => refused(BINDING_TAKEN, framed(...declared));

export const declareSecret = (isRandom, frame) => core.ask(DECLARE_SECRET, frameOf(isRandom) + frame).split("\0");

/** How long a value is once it is sealed. */
export const sealedSize = (isBucket, size) => Number(core.ask(SEALED_SIZE, framed(isBucket, size)));
/** What an answer holds that begins with the sealed byte `from`. */
export function sealedPart(entry, sealed, from, { offset, length, suffix } = {}) {
  const part = core.ask(SEALED_PART, framed(entry, sealed, from, offset, length, suffix));
  return part.split(" ").map(Number);
}
/** How long the plain value is; undefined if there is none. */
export const plainSize = (entry, sealed) => optional(core.ask(PLAIN_SIZE, framed(entry, sealed)));
export const associatedText = (context, key, version) => core.ask(ASSOCIATED, framed(context, key, version));

/** On the memory host, which may lie in the core of another copy of the package; `id` is the number of the store. */
export const memoryPut = (memory, id, frame) => optional(memory.ask(MEMORY_PUT, frameOf(id) + frame));
/** What a question finds; empty where there is nothing. */
const found = (question) => (memory, id, frame, now) => memory.ask(question, frameOf(id) + frame + frameOf(now));
export const memoryGet = found(MEMORY_GET);
export const memoryHead = found(MEMORY_HEAD);
export const memoryList = found(MEMORY_LIST);
export const memoryDelete = (memory, id, key) => memory.ask(MEMORY_DELETE, framed(id, key));
export const memoryReset = () => core.ask(MEMORY_RESET, "");

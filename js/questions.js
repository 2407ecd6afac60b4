/**
 * What is asked of the core. Each export of a wasm costs bytes, whatever it does, so there is one for each kind of
 * answer, and the questions have numbers: those of src/wasm/questions.rs.
 * @module
 */

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
const BLAMES_STREAM = 12;
const MEMORY_DELETE = 13;
const MEMORY_RESET = 14;

const NAMES = 0;
const R2_GET = 1;
const HOST_CURSOR = 2;
const CURSOR_OF = 3;
const RESPONSE_HEAD = 4;
const REFUSAL = 5;
const HOST_FAILURE = 6;
const CONDITION_FAILED = 7;
const WRONG_LENGTH = 8;
const UNSATISFIABLE = 9;

const MEMORY_GET = 0;
const MEMORY_HEAD = 1;
const MEMORY_LIST = 2;

export const checkKey = (isBucket, key) => core.judge(CHECK_KEY, framed(isBucket, key));

/** Returns the put's mode. `held`: the value has to be in memory in one piece. */
export const checkPut = (isBucket, frame, size, held) =>
  core.judge(CHECK_PUT, frameOf(isBucket) + frame + framed(size, held));

export const checkGathered = (isBucket, seen) => core.judge(CHECK_GATHERED, framed(isBucket, seen));
export const checkEntries = (isBucket, frame) => core.judge(CHECK_ENTRIES, frameOf(isBucket) + frame);
export const checkConnect = (frame) => core.judge(CHECK_CONNECT, frame);
export const checkKvGet = (frame) => core.judge(CHECK_KV_GET, frame);

/** Returns the milliseconds of the value's end, -1 where it has none. */
export const kvPut = (frame, size, ttlSeconds, now) => core.judge(KV_PUT, frame + framed(size, ttlSeconds, now));
export const kvRecord = (frame, size, now) => core.judge(KV_RECORD, frame + framed(size, now));

export const r2Upload = (mode, size) => core.judge(R2_UPLOAD, framed(mode, size));
export const r2Part = (mode, part, size) => core.judge(R2_PART, framed(mode, part, size));
export const r2RangeApplies = (ifRange, etag, uploaded) =>
  core.judge(R2_RANGE_APPLIES, framed(ifRange, etag, uploaded)) !== 0;
export const r2ListNext = (...answer) => core.judge(R2_LIST_NEXT, framed(...answer));
export const blamesStream = (text) => core.judge(BLAMES_STREAM, frameOf(text)) !== 0;

export const names = () => core.tell(NAMES, "");
export const r2Get = (frame) => core.tell(R2_GET, frame);
/** Empty where there is no cursor. */
export const hostCursor = (isBucket, frame, identity) =>
  core.tell(HOST_CURSOR, frameOf(isBucket) + frame + frameOf(identity));
export const cursorOf = (identity, prefix, delimiter, cursor) =>
  core.tell(CURSOR_OF, framed(identity, prefix, delimiter, cursor));

/** The status, and then name and value of each header field. */
export const responseHead = (...head) => core.tell(RESPONSE_HEAD, framed(...head)).split("\n");

/** The error that is the answer. */
function refused(question, frame) {
  try {
    return core.tell(question, frame);
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

/** On the memory host, which may lie in the core of another copy of the package. */
export const memoryGet = (memory, id, frame, now) => memory.memoryFind(MEMORY_GET, frame, id, now);
export const memoryHead = (memory, id, frame, now) => memory.memoryFind(MEMORY_HEAD, frame, id, now);
export const memoryList = (memory, id, frame, now) => memory.memoryFind(MEMORY_LIST, frame, id, now);
export const memoryDelete = (memory, id, key) => memory.judge(MEMORY_DELETE, framed(id, key));
export const memoryReset = () => core.judge(MEMORY_RESET, "");

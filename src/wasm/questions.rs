//! What JavaScript asks, by number. js/questions.js has the same numbers, and says what each frame holds.

/// Is this a key?
pub const CHECK_KEY: u32 = 0;
/// Are these a key and the options of a put? Which mode has it?
pub const CHECK_PUT: u32 = 1;
/// May a value that is held in one piece be so long?
pub const CHECK_GATHERED: u32 = 2;
/// Are these the options of `entries`?
pub const CHECK_ENTRIES: u32 = 3;
/// Are these the options of `connect`?
pub const CHECK_CONNECT: u32 = 4;
/// Are these a key and the options of a get from KV?
pub const CHECK_KV_GET: u32 = 5;
/// Are these a key and the options of a put into KV? When does the value end?
pub const KV_PUT: u32 = 6;
/// What does a record say of its value?
pub const KV_RECORD: u32 = 7;
/// Which way does a stream take into R2?
pub const R2_UPLOAD: u32 = 8;
/// May an upload have this part?
pub const R2_PART: u32 = 9;
/// Does an If-Range name the version that was answered?
pub const R2_RANGE_APPLIES: u32 = 10;
/// What comes after an answer to a list?
pub const R2_LIST_NEXT: u32 = 11;
/// Did a put fail because of the stream?
pub const BLAMES_STREAM: u32 = 12;
/// Deletes a key from memory.
pub const MEMORY_DELETE: u32 = 13;
/// Starts over with an empty memory host.
pub const MEMORY_RESET: u32 = 14;

/// The names that options are read by.
pub const NAMES: u32 = 0;
/// How to ask R2 for an object.
pub const R2_GET: u32 = 1;
/// The host's cursor among the options of a list.
pub const HOST_CURSOR: u32 = 2;
/// The cursor that stands for a host's.
pub const CURSOR_OF: u32 = 3;

/// The head of a response.
pub const RESPONSE_HEAD: u32 = 4;
/// An error that JavaScript found.
pub const REFUSAL: u32 = 5;
/// What a host threw.
pub const HOST_FAILURE: u32 = 6;
/// The condition of a put did not hold.
pub const CONDITION_FAILED: u32 = 7;
/// A stream had another length than declared.
pub const WRONG_LENGTH: u32 = 8;
/// No byte of an object lies in a range.
pub const UNSATISFIABLE: u32 = 9;

/// A value in memory, or a part of it.
pub const MEMORY_GET: u32 = 0;
/// What is known of a value in memory.
pub const MEMORY_HEAD: u32 = 1;
/// A page of the keys in memory.
pub const MEMORY_LIST: u32 = 2;

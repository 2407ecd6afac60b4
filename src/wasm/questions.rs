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
/// How to ask R2 for an object.
pub const R2_GET: u32 = 12;
/// Stores a value in memory.
pub const MEMORY_PUT: u32 = 13;
/// A value in memory, or a part of it.
pub const MEMORY_GET: u32 = 14;
/// What is known of a value in memory.
pub const MEMORY_HEAD: u32 = 15;
/// A page of the keys in memory.
pub const MEMORY_LIST: u32 = 16;
/// Deletes a key from memory.
pub const MEMORY_DELETE: u32 = 17;
/// Starts over with an empty memory host.
pub const MEMORY_RESET: u32 = 18;
/// The names that options are read by.
pub const NAMES: u32 = 19;
/// The host's cursor among the options of a list.
pub const HOST_CURSOR: u32 = 20;
/// The cursor that stands for a host's.
pub const CURSOR_OF: u32 = 21;
/// The head of a response.
pub const RESPONSE_HEAD: u32 = 22;
/// The path of a URL.
pub const PATH: u32 = 23;
/// What has to be signed.
pub const MESSAGE: u32 = 24;
/// What a new URL allows.
pub const MAKE_GRANT: u32 = 25;
/// What a URL allows, if its signature is right.
pub const OPEN_GRANT: u32 = 26;
/// The header fields of the answer to a read.
pub const READ_FIELDS: u32 = 27;
/// The options of the put that an upload is.
pub const WRITE_OPTIONS: u32 = 28;
/// Did a put fail because of the stream?
pub const BLAMES_STREAM: u32 = 29;
/// An error that JavaScript found.
pub const REFUSAL: u32 = 30;
/// What a host threw.
pub const HOST_FAILURE: u32 = 31;
/// The condition of a put did not hold.
pub const CONDITION_FAILED: u32 = 32;
/// A stream had another length than declared.
pub const WRONG_LENGTH: u32 = 33;
/// No byte of an object lies in a range.
pub const UNSATISFIABLE: u32 = 34;
/// An upload passed the cap of its URL.
pub const UPLOAD_TOO_LARGE: u32 = 35;
/// An identity is declared twice and differently.
pub const DECLARED_OTHERWISE: u32 = 36;
/// Two identities have one binding.
pub const BINDING_TAKEN: u32 = 37;
/// A declared secret.
pub const DECLARE_SECRET: u32 = 38;
/// How long is a value once it is sealed? May it be so long?
pub const SEALED_SIZE: u32 = 39;
/// What does an answer with sealed bytes hold?
pub const SEALED_PART: u32 = 40;
/// How long is the plain value of a sealed one?
pub const PLAIN_SIZE: u32 = 41;
/// What is a sealed value bound to?
pub const ASSOCIATED: u32 = 42;
/// What happens after a fault of this component? No user asks for one; tests do.
pub const TRAP: u32 = u32::MAX;

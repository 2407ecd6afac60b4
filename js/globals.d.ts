/** Globals of single runtimes. Each is looked for before it is used. */

/** workerd: a stream of bytes whose length is known, which R2 and responses need. */
declare var FixedLengthStream:
  | (new (
      length: number,
    ) => { readonly readable: ReadableStream<Uint8Array>; readonly writable: WritableStream<Uint8Array> })
  | undefined;

/** workerd. */
declare var WebSocketPair: unknown;

/** Node and runtimes like it. */
declare var process:
  | {
      readonly env?: Readonly<Record<string, string | undefined>>;
      getBuiltinModule?(name: string): unknown;
    }
  | undefined;

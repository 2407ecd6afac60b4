/**
 * The body of a sealed value, opened as it is read: nobody gets a byte of a segment that has not been authenticated.
 * @module
 */

import { filled } from "../value/gather.js";
import { quietly } from "../value/quietly.js";
import { isWorkerd } from "../value/reader.js";

export class OpenedBody {
  #length;
  #open;
  #failed;

  /**
   * @param length how many bytes it has
   * @param open begins to read, and gives the chunks
   * @param failed turns what is thrown into a StorageError
   */
  constructor(length, open, failed) {
    this.#length = length;
    this.#open = open;
    this.#failed = failed;
  }

  async bytes() {
    const chunks = this.#open();
    try {
      return await filled(chunks, this.#length);
    } catch (error) {
      chunks.stop(error);
      throw this.#failed(error);
    }
  }

  stream() {
    const chunks = this.#open();
    const pull = async (controller) => {
      let chunk;
      try {
        chunk = await chunks.next();
      } catch (error) {
        chunks.stop(error);
        throw this.#failed(error);
      }
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    };
    return new ReadableStream({ pull, cancel: (reason) => chunks.stop(reason) }, { highWaterMark: 0 });
  }

  sent() {
    const stream = this.stream();
    // One of no bytes ends before it is known whether the value opens.
    if (this.#length === 0 || !isWorkerd()) return stream;
    const { readable, writable } = new FixedLengthStream(this.#length);
    // Who reads is told what fails.
    quietly(() => stream.pipeTo(writable));
    return readable;
  }

  async cancel() {
    await this.#open().stop();
  }
}

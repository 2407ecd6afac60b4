/**
 * The body of a sealed value, opened as it is read: nobody gets a byte of a segment that has not been authenticated.
 * @module
 */

import { gathered } from "../value/gather.js";

export class OpenedBody {
  #open;
  #failed;

  /**
   * @param open begins to read, and gives the chunks
   * @param failed turns what is thrown into a StorageError
   */
  constructor(open, failed) {
    this.#open = open;
    this.#failed = failed;
  }

  async bytes() {
    const chunks = this.#open();
    try {
      return await gathered(chunks, () => {});
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

  async cancel() {
    await this.#open().stop();
  }
}

/** Sends a Worker the requests that curl would send. */

import { startWorker } from "../../scripts/demo/workerd.mjs";

/** The part of curl that the documentation uses. */
export function curl(command: string): { path: string; init: RequestInit } {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  const init = { method: "GET", headers: new Headers(), body: undefined as string | undefined };
  let url: URL | undefined;
  for (let at = 1; at < words.length; at++) {
    const word = words[at] as string;
    if (word === "-X") init.method = words[++at] as string;
    else if (word === "-d") init.body = words[++at];
    else if (word === "-H") {
      const [name, value] = (words[++at] as string).split(": ");
      init.headers.set(name as string, value as string);
    } else if (word.startsWith("http://localhost:8787/")) url = new URL(word);
    else throw new Error(`there is no check for curl's ${word}`);
  }
  if (url === undefined) throw new Error(`no URL of \`wrangler dev\` in: ${command}`);
  return { path: url.pathname + url.search, init };
}

/** A Worker in workerd, started with the first request. */
export class LazyWorker {
  #config: string;
  #started: ReturnType<typeof startWorker> | undefined;

  constructor(config: string) {
    this.#config = config;
  }

  async fetch(path: string, init: RequestInit): Promise<Response> {
    this.#started ??= startWorker(this.#config, 0);
    return fetch((await this.#started).url + path, init);
  }

  async stop() {
    await (await this.#started)?.stop();
  }
}

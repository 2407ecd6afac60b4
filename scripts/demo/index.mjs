/** Starts the getting-started application on a host, and sends it the guide's requests. */

import { parseArgs } from "node:util";
import { Failed, main } from "../setup/run.mjs";
import { startOnMemory } from "./memory.mjs";
import { requests, send } from "./requests.mjs";
import { startInWorkerd } from "./workerd.mjs";

const USAGE = `Usage: npm run demo [-- --workerd] [--serve]

  --workerd   run in workerd with R2 and KV, instead of Node with the memory host
  --serve     keep listening on http://localhost:8787, instead of sending the guide's requests
  --help      show this text`;

const PORT = 8787;

await main(async () => {
  const options = { workerd: { type: "boolean" }, serve: { type: "boolean" }, help: { type: "boolean" } };
  const { values } = read(options);
  if (values.help) return console.log(USAGE);
  const start = values.workerd ? startInWorkerd : startOnMemory;
  const app = await start(values.serve ? PORT : 0);
  console.log(`\n${values.workerd ? "workerd, R2 and KV" : "Node, memory"}: listening on ${app.url}\n`);
  if (values.serve) return untilInterrupted(app);
  try {
    for (const request of requests) await send(app.url, request);
  } finally {
    await app.stop();
  }
  console.log("Every request was answered as the guide says.");
});

function read(options) {
  try {
    return parseArgs({ options });
  } catch (error) {
    throw new Failed(`${error.message}\n\n${USAGE}`);
  }
}

async function untilInterrupted(app) {
  console.log("Press Ctrl+C to stop.");
  await new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await app.stop();
}

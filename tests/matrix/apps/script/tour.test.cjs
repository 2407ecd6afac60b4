// The tour as a test of Jest's, which requires in a way of its own.
const { test } = require("@jest/globals");
const { writeFileSync } = require("node:fs");
const { tour } = require("./require.cjs");

test("the tour", async () => {
  writeFileSync("said.txt", await tour());
});

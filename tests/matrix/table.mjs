/** The matrix as a table: printed by a run, shown in the README. */

const BEGIN = "<!-- matrix:begin -->\n";
const END = "\n<!-- matrix:end -->";

/** A line for each row: the tools as they were installed, and what was run with them. */
export function tableOf(results) {
  const lines = results.map(({ row, versions, failures }) => {
    const tools = Object.entries(versions).map(([tool, version]) => `${tool} ${version}`);
    const failed = new Set(failures.map(({ check }) => check));
    const checks = Object.keys(row.checks).map((check) => `${check} ${failed.has(check) ? "✗" : "✓"}`);
    const all = failed.has("set-up") ? "set-up ✗" : checks.join(", ");
    return `| \`${row.name}\` | ${tools.join(", ")} | ${all} |`;
  });
  return ["| row | installed | run |", "|---|---|---|", ...lines].join("\n");
}

/** Where a text shows the table, and what it shows there. */
export function tested(text) {
  const begin = text.indexOf(BEGIN) + BEGIN.length;
  const end = text.indexOf(END, begin);
  if (begin < BEGIN.length || end < 0) return undefined;
  return { begin, end, text: text.slice(begin, end) };
}

/** Tables in Markdown, as docs/performance.md shows them. */

/**
 * @param {string} caption what the numbers are, in a sentence
 * @param {string[]} columns
 * @param {(string | number)[][]} rows
 */
export function table(caption, columns, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  const rule = columns.map((_, n) => (n === 0 ? "---" : "---:"));
  return [caption, "", line(columns), `|${rule.join("|")}|`, ...rows.map(line)].join("\n");
}

/** A target, and whether the value as it is shown is within it; an empty cell where there is none. */
export function target(value, most, digits = 2) {
  if (most === undefined) return "";
  return `≤ ${count(most)} ${Number(value.toFixed(digits)) <= most ? "✓" : "✗"}`;
}

/** A count with separators: 100,000. */
export const count = (number) => number.toLocaleString("en");

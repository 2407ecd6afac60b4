/**
 * How a text is laid out: ends of lines and indentation.
 *
 * What is inserted has to look like what is around it.
 * @module
 */

/** The file's end of line, as its first line has it. */
export const eolOf = (text) => (/\r?\n/.exec(text) ?? ["\n"])[0];

/** One step of indentation, as the first indented line has it. */
export const stepOf = (text) => /^(\t| {2,8})(?=[^\s/*])/m.exec(text)?.[1] ?? "  ";

/** The white space before the first character of the line that an offset is in. */
export function indentAt(text, offset) {
  const start = lineStart(text, offset);
  return /^[ \t]*/.exec(text.slice(start))[0];
}

export const lineStart = (text, offset) => text.lastIndexOf("\n", offset - 1) + 1;

/** Where the line that an offset is in ends, before its end of line. */
export function lineEnd(text, offset) {
  const end = text.indexOf("\n", offset);
  if (end === -1) return text.length;
  return text[end - 1] === "\r" && end > offset ? end - 1 : end;
}

export const inserted = (text, offset, piece) => text.slice(0, offset) + piece + text.slice(offset);

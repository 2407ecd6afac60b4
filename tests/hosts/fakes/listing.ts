/**
 * How both stand-ins cut a sorted list of keys into pages.
 *
 * Real hosts answer with fewer entries than were asked for when they please; here a test says when.
 * @module
 */

export interface Call {
  readonly method: string;
  readonly args: unknown[];
}

const encoder = new TextEncoder();

/** The order of keys: by their UTF-8 bytes. */
export function byUtf8(a: string, b: string): number {
  const [x, y] = [encoder.encode(a), encoder.encode(b)];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return x.length - y.length;
}

export interface Entry {
  readonly name: string;
  /** Whether the name is a prefix that stands for many keys. */
  readonly folded: boolean;
}

interface Asked {
  prefix?: string;
  delimiter?: string;
  cursor?: string;
  startAfter?: string;
  limit?: number;
}

/** One page of `names`, of at most `pageEntries` entries; the cursor is where it ended. */
export function page(names: string[], asked: Asked, pageEntries = 1000): { entries: Entry[]; cursor?: string } {
  const { prefix = "", delimiter, cursor, startAfter, limit = 1000 } = asked;
  const after = cursor ?? startAfter;
  const most = Math.min(limit, pageEntries);
  const entries: Entry[] = [];
  for (const name of names) {
    if (!name.startsWith(prefix)) continue;
    const cut = delimiter === undefined ? -1 : name.indexOf(delimiter, prefix.length);
    const entry =
      cut < 0 ? { name, folded: false } : { name: name.slice(0, cut + (delimiter?.length ?? 0)), folded: true };
    const isPast = after === undefined || byUtf8(entry.folded && cursor === undefined ? name : entry.name, after) > 0;
    const last = entries.at(-1);
    if (!isPast || (entry.folded && last?.name === entry.name)) continue;
    if (entries.length === most) return { entries, cursor: last?.name ?? after ?? "" };
    entries.push(entry);
  }
  return { entries };
}

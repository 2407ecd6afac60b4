/**
 * Rounds of measurements in turns, for Node and workerd alike.
 *
 * On a shared machine the speed changes from one second to the next. Contenders that take turns meet the same
 * disturbances, so one round compares them fairly, and the median or the least of many rounds is steady.
 */

/** A run of `calls` calls, one awaited after the other: it resolves to the microseconds of one call. */
export const batch = (call, calls) => async () => {
  const started = performance.now();
  for (let n = 0; n < calls; n++) await call(n);
  return ((performance.now() - started) * 1000) / calls;
};

/**
 * Lets every contender run once a round, and another one first in each round.
 * @template {string} Name
 * @param {Record<Name, () => Promise<number>>} contenders run once, and resolve to the time that it took
 * @param {{ rounds: number, warmUp?: number }} how `warmUp` rounds come first and do not count
 * @returns {Promise<Record<Name, number[]>>} the times of each contender, by round
 */
export async function inTurns(contenders, { rounds, warmUp = 2 }) {
  const names = Object.keys(contenders);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < warmUp + rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + turn) % names.length];
      const time = await contenders[name]();
      if (round >= warmUp) times[name].push(time);
    }
  }
  return times;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const least = (values) => Math.min(...values);

/** The median of the ratios of two contenders, round by round: steadier than the ratio of their medians. */
export const ratio = (ours, theirs) => median(ours.map((time, round) => time / theirs[round]));

/**
 * Runs what may fail without anybody being told: cancelling a body that nobody reads on, or releasing a lock.
 *
 * Its failure changes nothing for the caller, and must not hide the reason why it is done.
 * @module
 */

export async function ignoreFailure(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch {}
}

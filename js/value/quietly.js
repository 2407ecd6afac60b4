/**
 * What is let go: bodies that nobody reads on, and locks. Whether that succeeds changes nothing for who asked, and must
 * not hide why it is done.
 * @module
 */

export async function quietly(run) {
  try {
    await run();
  } catch {}
}

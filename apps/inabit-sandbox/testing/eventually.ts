import { setTimeout as wait } from 'node:timers/promises';

const patience_ms = 5_000;

/** Looks again until the answer is not undefined or false; throws after 5 seconds. */
export async function eventually<Found>(
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  what = 'what was expected',
): Promise<Found> {
  const end = Date.now() + patience_ms;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await wait(5);
  }
  throw new Error(`${what} did not happen`);
}

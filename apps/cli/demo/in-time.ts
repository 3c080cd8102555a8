import { setTimeout as delay } from 'node:timers/promises';

const lookEveryMs = 100;

/** What a look shows once there is something to see: the read models are some moments behind. */
export async function inTime<Value>(
  what: string,
  msMax: number,
  look: () => Promise<Value | undefined>,
): Promise<Value> {
  for (const deadline = Date.now() + msMax; Date.now() < deadline; await delay(lookEveryMs)) {
    const value = await look();
    if (value !== undefined) return value;
  }
  throw new Error(`${what} did not show in time`);
}

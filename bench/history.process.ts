import { z } from 'zod';
import { dayFromHistory } from '#libs/day-end/day-from-history.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';
import { accountStreamPrefix } from '#libs/ledger/account.codec.js';

/** What reading the log took, in a process of its own. */
export interface DayTaken {
  readonly seconds: number;
  readonly peakMb: number;
}

const dayWork = z.object({
  eventStoreUrl: z.string(),
  /** A trial balance, or only every event once. */
  work: z.enum(['day', 'read']),
  /** A commit position. */
  upTo: z.string(),
});
export type DayWork = z.infer<typeof dayWork>;

if (process.send) process.once('message', (message) => void answer(dayWork.parse(message)));

async function answer({ eventStoreUrl, work, upTo }: DayWork): Promise<void> {
  const streams = connectEventStreams({ connectionString: eventStoreUrl, timing: patientTiming });
  try {
    const startedAt = performance.now();
    const commit = BigInt(upTo);
    if (work === 'read') await readOnly(streams, commit);
    else await dayFromHistory(streams, { opensAfter: undefined, until: { place: { commit, prepare: commit } } });
    const seconds = (performance.now() - startedAt) / 1_000;
    const taken: DayTaken = { seconds, peakMb: Math.round(process.resourceUsage().maxRSS / 1_024) };
    process.send?.(taken);
  } finally {
    await streams.close();
  }
}

async function readOnly(streams: EventStreams, upTo: bigint): Promise<void> {
  for await (const { position } of streams.readAll('start', { streamPrefixes: [accountStreamPrefix] }))
    if (position.commit >= upTo) return;
}

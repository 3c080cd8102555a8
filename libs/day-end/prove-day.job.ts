import type { EventStreams, StoredEvent } from '../event-streams/event-streams.js';
import { accountCodec, accountStreamPrefix } from '../ledger/account.codec.js';
import { dayBounds, type DayBounds } from './business-day.js';
import { isAfter } from './day-from-history.js';
import { dayProof, ProofLines, type DayProof } from './day-proof.js';
import type { DayClosed } from './day-end.events.js';
import { ProviderReferences, referencingCodec, referencingPrefixes } from './provider-references.js';

const streamPrefixes = [accountStreamPrefix, ...referencingPrefixes];

/**
 * The proof of a closed day (RS-03) out of the log alone. The log is read once up to the day's end, and where books and
 * provider differ once more to its own end: what came after the close explains what was under way at it. Kept are the
 * movements of the day and those that are open.
 */
export async function proveDay(streams: EventStreams, closed: DayClosed): Promise<DayProof> {
  const day = stretchOf(closed);
  const lines = new ProofLines();
  const reader = new ProofReader(new ProviderReferences(true), (event) => (isOfDay(event, day) ? lines : undefined));
  for await (const event of streams.readAll('start', { streamPrefixes })) {
    if (isPast(event, day)) break;
    reader.see(event);
  }
  const differing = lines.differing();
  const others = new ProofLines();
  const references = new ProviderReferences(false);
  if (differing.size > 0) await readOthers(streams, { day, differing, others, references });
  return dayProof(lines, others, (cause) => references.boundTo(cause));
}

/** What of the log a day is: of the accounts by where it was closed, of everything else by when it was recorded. */
interface Stretch extends Pick<DayClosed, 'opensAfter' | 'closesAt'>, DayBounds {}

/** The first day that was closed holds all that was before it. */
function stretchOf({ day, timeZone, opensAfter, closesAt }: DayClosed): Stretch {
  const { start, end } = dayBounds(day, timeZone);
  return { opensAfter, closesAt, start: opensAfter ? start : new Date(0), end };
}

function isOfDay({ streamName, position, recordedAt }: StoredEvent, day: Stretch): boolean {
  if (!streamName.startsWith(accountStreamPrefix)) return recordedAt >= day.start && recordedAt < day.end;
  return isAfter(position, day.opensAfter) && !isAfter(position, day.closesAt);
}

function isPast({ position, recordedAt }: StoredEvent, day: Stretch): boolean {
  return isAfter(position, day.closesAt) && recordedAt >= day.end;
}

interface Others {
  readonly day: Stretch;
  readonly differing: ReadonlySet<string>;
  readonly others: ProofLines;
  readonly references: ProviderReferences;
}

async function readOthers(streams: EventStreams, { day, differing, others, references }: Others): Promise<void> {
  const reader = new ProofReader(references, (event) => (isOfDay(event, day) ? undefined : others));
  for await (const event of streams.readAll('start', { streamPrefixes }))
    if (differing.has(causeOf(event))) reader.see(event);
}

/** Brings each event to the side that it is of. `linesOf`: where it counts, if anywhere. */
class ProofReader {
  constructor(
    private readonly references: ProviderReferences,
    private readonly linesOf: (event: StoredEvent) => ProofLines | undefined,
  ) {}

  see(event: StoredEvent): void {
    const [lines, place] = [this.linesOf(event), `${event.streamName}@${event.revision}`];
    if (event.streamName.startsWith(accountStreamPrefix))
      return lines?.book(causeOf(event), place, accountCodec.decode(event));
    for (const effect of this.references.see(referencingCodec.decode(event))) lines?.reference(place, effect);
  }
}

/** What an event is about: an account's correlation names it, every other stream is it. */
function causeOf({ streamName, metadata }: StoredEvent): string {
  if (streamName.startsWith(accountStreamPrefix)) return metadata.correlationId;
  return streamName.slice(streamName.indexOf('-') + 1);
}

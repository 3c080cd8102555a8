import type { EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { accountCodec, accountStreamPrefix } from '#libs/ledger/account.codec.js';
import { Book } from '#libs/ledger/book.js';
import { compareTexts } from '#libs/ledger/text-order.js';
import { assetId } from '#libs/money/asset.js';
import { isUpTo, type LogMoment } from '../support/log-moment.js';

/** An account whose balance differs, in minor units. */
export interface ChangedBalance {
  readonly account: string;
  readonly asset: string;
  readonly from: bigint;
  readonly to: bigint;
}

export interface CountedEvents {
  /** The first word of the streams' names. */
  readonly noun: string;
  readonly type: string;
  readonly events: number;
  readonly streams: number;
}

export interface LogDiff {
  readonly balances: readonly ChangedBalance[];
  readonly events: readonly CountedEvents[];
}

/** What differs between two places of the log, after the first and up to the second, out of the log alone. */
export async function diffOf(streams: EventStreams, from: LogMoment, to: LogMoment): Promise<LogDiff> {
  const [opening, closing, counts] = [new Book(), new Book(), new EventCounts()];
  for await (const event of streams.readAll('start')) {
    if (!isUpTo(event, to)) break;
    const isBefore = isUpTo(event, from);
    if (!isBefore) counts.add(event);
    if (!event.streamName.startsWith(accountStreamPrefix)) continue;
    for (const posting of accountCodec.decode(event).data.postings) {
      if (isBefore) opening.post(posting);
      closing.post(posting);
    }
  }
  return { balances: changesBetween(opening, closing), events: counts.rows() };
}

function changesBetween(opening: Book, closing: Book): readonly ChangedBalance[] {
  const before = new Map(opening.lines().map(({ account, balance }) => [keyOf(account, balance), balance.minor]));
  return closing
    .lines()
    .map(({ account, balance }) => {
      const from = before.get(keyOf(account, balance)) ?? 0n;
      return { account, asset: assetId(balance.asset), from, to: balance.minor };
    })
    .filter(({ from, to }) => from !== to);
}

function keyOf(account: string, { asset }: Parameters<Book['post']>[0]['amount']): string {
  return `${account} ${assetId(asset)}`;
}

class EventCounts {
  private readonly byType = new Map<string, { noun: string; type: string; events: number; streams: Set<string> }>();

  add({ streamName, type: stored }: StoredEvent): void {
    const [noun = '', type] = [streamName.split('-', 1)[0], stored.replace(/\.v\d+$/, '')];
    const counted = this.byType.get(`${noun} ${type}`) ?? { noun, type, events: 0, streams: new Set() };
    counted.events++;
    counted.streams.add(streamName);
    this.byType.set(`${noun} ${type}`, counted);
  }

  rows(): readonly CountedEvents[] {
    return [...this.byType]
      .toSorted(([a], [b]) => compareTexts(a, b))
      .map(([, { streams, ...counted }]) => ({ ...counted, streams: streams.size }));
  }
}

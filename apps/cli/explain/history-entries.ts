import { effectiveAt } from '#libs/event-streams/effective-at.js';
import type { EventStreams, StoredEvent } from '#libs/event-streams/event-streams.js';
import { accountCodec, accountStreamPrefix } from '#libs/ledger/account.codec.js';
import { Book } from '#libs/ledger/book.js';
import { assetId } from '#libs/money/asset.js';
import type { BalanceEntry } from '#projections/balances/entries.queries.js';
import type { HistoryQuestion } from '../balances/history.js';
import { isUpTo } from '../support/log-moment.js';

export interface AccountsOfAsset {
  readonly accounts: readonly string[];
  readonly asset: string;
}

/** The entries of some accounts out of the log alone. Every posting goes into `book` as well. */
export async function* entriesFromHistory(
  streams: EventStreams,
  wanted: AccountsOfAsset,
  { known, effectiveAt: until, book }: HistoryQuestion & { readonly book: Book },
): AsyncGenerator<BalanceEntry> {
  for await (const event of streams.readAll('start', { streamPrefixes: [accountStreamPrefix] })) {
    if (known && !isUpTo(event, known)) return;
    if (until && effectiveAt(event) > until) continue;
    yield* entriesIn(event, wanted, book);
  }
}

/** What these accounts hold in a book, in minor units. */
export function heldIn(book: Book, { accounts, asset }: AccountsOfAsset): bigint {
  return book
    .lines()
    .filter(({ account, balance }) => accounts.includes(account) && assetId(balance.asset) === asset)
    .reduce((sum, { balance }) => sum + balance.minor, 0n);
}

/** Reads exactly these events again, out of their streams, and adds up what they post. */
export async function replayOnly(
  streams: EventStreams,
  entries: ReadonlyMap<string, ReadonlySet<bigint>>,
  wanted: AccountsOfAsset,
): Promise<bigint> {
  const book = new Book();
  for (const [streamName, revisions] of entries)
    for (const event of (await streams.read(streamName)).events)
      if (revisions.has(event.revision)) entriesIn(event, wanted, book);
  return heldIn(book, wanted);
}

function entriesIn(event: StoredEvent, { accounts, asset }: AccountsOfAsset, book: Book): readonly BalanceEntry[] {
  const fact = accountCodec.decode(event);
  const about = {
    position: event.position.commit,
    event: fact.type,
    stream: event.streamName,
    revision: event.revision,
    recordedAt: event.recordedAt,
    effectiveAt: effectiveAt(event),
    cause: event.metadata.correlationId,
  };
  return fact.data.postings.flatMap((posting, index) => {
    book.post(posting);
    const { from, to, amount } = posting;
    const side = (account: string, counterAccount: string, amountMinor: bigint): BalanceEntry[] =>
      accounts.includes(account) && assetId(amount.asset) === asset
        ? [{ ...about, account, asset, index, amountMinor, counterAccount }]
        : [];
    return [...side(from, to, -amount.minor), ...side(to, from, amount.minor)];
  });
}

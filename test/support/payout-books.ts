import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { patientTiming } from '#libs/event-streams/timing.js';

export interface BooksOfLog {
  /** By `account asset`: minor units, folded from the postings in the log. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** By payout id: the types of its events, in order. */
  readonly payouts: ReadonlyMap<string, readonly string[]>;
}

interface StoredPosting {
  readonly from: string;
  readonly to: string;
  readonly amount: { readonly minor: string; readonly asset: string };
}

/** The books as the log alone has them, read with none of the ledger's own codecs, deciders or projections. */
export async function booksOfLog(connectionString: string): Promise<BooksOfLog> {
  const streams = connectEventStreams({ connectionString, timing: patientTiming });
  const balances = new Map<string, bigint>();
  const payouts = new Map<string, string[]>();
  const book = (account: string, asset: string, minor: bigint) =>
    balances.set(`${account} ${asset}`, (balances.get(`${account} ${asset}`) ?? 0n) + minor);
  try {
    for await (const { streamName, type, data } of streams.readAll('start', {
      streamPrefixes: ['payout-', 'account-'],
    })) {
      if (streamName.startsWith('payout-')) {
        const id = streamName.slice('payout-'.length);
        payouts.set(id, [...(payouts.get(id) ?? []), type]);
        continue;
      }
      for (const { from, to, amount } of data['postings'] as unknown as readonly StoredPosting[]) {
        book(from, amount.asset, -BigInt(amount.minor));
        book(to, amount.asset, BigInt(amount.minor));
      }
    }
  } finally {
    await streams.close();
  }
  return { balances, payouts };
}

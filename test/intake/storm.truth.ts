import { seededRandom } from '#bench/support/seeded.js';
import { coins, type CoinName } from './players.fixtures.js';

/**
 * What happens at the provider, made up from a seed, and what our books have to be in the end. Nothing of the ledger's
 * own is used here: the money follows from the story that each payment was given.
 */
export interface Story {
  readonly kind: 'deposit' | 'purchase';
  readonly widget: string;
  readonly coin: CoinName;
  /** Asked for, in minor units; what a deposit brings. */
  readonly planned: bigint;
  readonly steps: readonly Step[];
  /** Where the money is in the end: by account, in minor units. */
  readonly ends: Readonly<Record<string, bigint>>;
}

export type Step =
  | { readonly does: 'choose' | 'expire'; readonly status: string }
  | { readonly does: 'pay'; readonly amount: bigint; readonly status: string }
  /** Of all its payments. */
  | { readonly does: 'become'; readonly status: string };

export interface Happening {
  readonly story: number;
  readonly step: Step;
}

const become = (status: string): Step => ({ does: 'become', status });

/** How the lives of deposits go, and what is left of one in the end. */
const depositLives: readonly (readonly [readonly string[], string | undefined])[] = [
  [['Completed'], 'available'],
  [['Completed'], 'available'],
  [['PendingFork', 'Confirming', 'Completed'], 'available'],
  [['Completed', 'PendingFork', 'Completed'], 'available'],
  [['PendingFork', 'Failed'], undefined],
  [['Failed'], undefined],
  [['Completed', 'PendingFork', 'Failed'], undefined],
  [[], 'incoming'],
  [['PendingFork'], 'incoming'],
  [['Completed', 'PendingFork'], 'incoming'],
];

export class Truth {
  readonly stories: readonly Story[];
  /** In the order in which it happens. */
  readonly happenings: readonly Happening[];

  constructor(
    seed: number,
    readonly webhooks: number,
  ) {
    const random = seededRandom(seed);
    const stories: Story[] = [];
    // Six of ten webhooks are genuine and no duplicates, besides the twentieth that is lost.
    for (let steps = 0; steps < (webhooks * 0.6) / 0.95; steps += stories.at(-1)?.steps.length ?? 1)
      stories.push(random() < 0.6 ? depositStory(random) : purchaseStory(random));
    this.stories = stories;
    const timed = stories.flatMap(({ steps }, story) => {
      const times = steps.map(() => random()).toSorted((a, b) => a - b);
      return steps.map((step, index) => ({ at: times[index] ?? 1, story, step }));
    });
    this.happenings = timed.toSorted((a, b) => a.at - b.at).map(({ story, step }) => ({ story, step }));
  }

  /** The books, by `account asset`; none at zero. What is aside of an overcharge is under one name. */
  books(): ReadonlyMap<string, bigint> {
    const books = new Map<string, bigint>();
    const add = (account: string, asset: string, minor: bigint) =>
      books.set(`${account} ${asset}`, (books.get(`${account} ${asset}`) ?? 0n) + minor);
    for (const { widget, coin, ends } of this.stories)
      for (const [place, minor] of Object.entries(ends)) {
        const [{ blockchain }, asset] = coins[coin];
        add(place.startsWith('suspense') ? place : `wallet:wal_${widget}:${place}`, asset, minor);
        add(`external:${blockchain}`, asset, -minor);
      }
    return new Map([...books].filter(([, minor]) => minor !== 0n));
  }
}

function depositStory(random: () => number): Story {
  const coin = pick(random, ['tron', 'ether', 'bitcoin', 'sepolia'] as const);
  // From a single minor unit to more digits than a float has.
  const digits = 1 + Math.floor(random() * (coin === 'ether' ? 21 : 14));
  const planned = BigInt(1 + Math.floor(random() * 9)) * 10n ** BigInt(digits) + BigInt(Math.floor(random() * 10));
  const [statuses, place] = pick(random, depositLives);
  const seen = coin === 'bitcoin' ? 'Unconfirmed' : 'Confirming';
  const steps: Step[] = [{ does: 'pay', amount: planned, status: seen }, ...statuses.map((status) => become(status))];
  return { kind: 'deposit', widget: 'players', coin, planned, steps, ends: place ? { [place]: planned } : {} };
}

function purchaseStory(random: () => number): Story {
  const widget = pick(random, ['ignore', 'credit', 'refund', 'partial'] as const);
  const planned = BigInt(100 + Math.floor(random() * 100_000)) * 10_000n; // Whole cents.
  const paid = (percent: bigint): Step => ({ does: 'pay', amount: (planned * percent) / 100n, status: 'Confirming' });
  const chosen: Step = { does: 'choose', status: 'Allocated' };
  const of = (steps: readonly Step[], ends: Story['ends']): Story => {
    return { kind: 'purchase', widget, coin: 'tron', planned, steps: [chosen, ...steps], ends };
  };
  const part = (percent: bigint) => (planned * percent) / 100n;
  const aside = { available: planned, 'suspense:overcharge': part(30n) };
  const isKept = widget === 'credit' || widget === 'partial';
  const expired: Step = { does: 'expire', status: 'Expired' };
  const completed = become('Completed');
  const short = widget === 'partial' ? { available: part(40n) } : { 'suspense:late-payment': part(40n) };
  return pick(random, [
    of([paid(100n), completed], { available: planned }),
    of([paid(104n), completed], { available: part(104n) }),
    of([paid(130n), completed], isKept ? { available: part(130n) } : aside),
    of([paid(40n), paid(60n), completed], { available: planned }),
    of([paid(40n), completed, expired], short),
    of([expired], {}),
    of([expired, paid(100n), completed], { 'suspense:late-payment': planned }),
    of([paid(100n), become('Failed')], {}),
    of([paid(130n), completed, become('PendingFork'), become('Failed')], {}),
    of([paid(100n), become('PendingFork')], { incoming: planned }),
  ]);
}

export function pick<Value>(random: () => number, from: readonly Value[]): Value {
  const value = from[Math.floor(random() * from.length)];
  if (value === undefined) throw new Error('Nothing to pick from');
  return value;
}

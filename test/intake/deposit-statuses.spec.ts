import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { storedAsset } from '#libs/money/asset.js';
import { RandomIds } from '#libs/platform/ids.js';
import { MoneyInStage, type CameOf } from '#test/support/money-in-stage.js';
import { PlayersDeposit, type CoinName } from './players.fixtures.js';
import { samples, told } from './told.fixtures.js';

let stage: MoneyInStage;

beforeAll(async () => {
  stage = await MoneyInStage.start(3_600_000);
}, 60_000);
afterAll(() => stage.stop());

const chainOf = { tron: 'tron', ether: 'ethereum', bitcoin: 'bitcoin', sepolia: 'ethereum-sepolia' } as const;
const at = (place: string) => (coin: CoinName, minor: string) => ({
  [`external:${chainOf[coin]}`]: `-${minor}`,
  [place]: minor,
});
const nothing = () => ({});
const [locked, credited] = [at('incoming'), at('available')];
type Books = (coin: CoinName, minor: string) => CameOf['books'];

/** It becomes one status after the other, and each is told; the books are compared after each. */
async function lives(deposit: PlayersDeposit, [coin, minor]: readonly [CoinName, string], life: readonly Moment[]) {
  for (const [status, books, reviews = [], changes = {}] of life) {
    await deposit.become(status);
    expect(await stage.tell(deposit.webhook(status, changes))).toBe(200);
    const wanted = { books: books(coin, minor), reviews };
    expect(await deposit.cameOf()).toEqual(wanted);
  }
}

type Moment = readonly [
  status: string,
  books: Books,
  reviews?: readonly string[],
  changes?: Readonly<Record<string, string>>,
];

describe('DW-03 S-14 the webhooks of the provider’s documentation, posted to a running system', () => {
  it.each<[string, CoinName, string, string, readonly Moment[]]>([
    ['DW-08 received, confirming', 'sepolia', '5', '5000000', [['Confirming', locked]]],
    ['DW-12 updated, completed', 'sepolia', '5', '5000000', [['Completed', credited]]],
    ['DW-15 initiated, pending', 'sepolia', '20', '20000000', [['Pending', locked]]],
    [
      'both, in their order',
      'sepolia',
      '5',
      '5000000',
      [
        ['Confirming', locked],
        ['Completed', credited],
      ],
    ],
    ['DW-09 unconfirmed', 'bitcoin', '0.00000673', '673', [['Unconfirmed', locked]]],
    ['DW-13 forked', 'tron', '20', '20000000', [['PendingFork', locked]]],
    [
      'DW-14 failed',
      'tron',
      '20',
      '20000000',
      [
        ['Confirming', locked],
        ['Failed', nothing],
      ],
    ],
    ['failed at once', 'tron', '20', '20000000', [['Failed', nothing]]],
    [
      'swept',
      'sepolia',
      '5',
      '5000000',
      [
        ['Completed', credited],
        ['Swept', credited],
      ],
    ],
    ['swept at once', 'sepolia', '5', '5000000', [['Swept', credited]]],
    [
      'DW-13 forked after the credit',
      'sepolia',
      '5',
      '5000000',
      [
        ['Completed', credited],
        ['PendingFork', locked],
        ['Completed', credited],
      ],
    ],
    [
      'DW-14 failed after the credit',
      'sepolia',
      '5',
      '5000000',
      [
        ['Completed', credited],
        ['PendingFork', locked],
        ['Failed', nothing],
      ],
    ],
    [
      'DW-15 a status that nobody knows',
      'tron',
      '20',
      '20000000',
      [
        ['Pondering', nothing, ['unknown-status']],
        ['Completed', credited, ['unknown-status']],
      ],
    ],
    [
      'DW-15 such a status later',
      'tron',
      '20',
      '20000000',
      [
        ['Confirming', locked],
        ['Pondering', locked, ['unknown-status']],
      ],
    ],
    ['DW-16 a status of purchases', 'tron', '20', '20000000', [['Overcharge', nothing, ['unknown-status']]]],
  ])('%s', async (...[, coin, amount, minor, life]) => {
    await lives(await PlayersDeposit.of(stage, coin, amount), [coin, minor], life);
  });

  it.each<[CoinName, string, string]>([
    ['bitcoin', '0.00000673', '673'],
    ['bitcoin', '0.00000001', '1'],
    ['bitcoin', '20999999.9769', '2099999997690000'],
    ['ether', '0.000000000000000001', '1'],
    ['ether', '123456.123456789012345678', '123456123456789012345678'],
    ['tron', '9007199254740.993001', '9007199254740993001'],
  ])('DW-28 INV-L5 %s %s is credited to the last digit, in either notation', async (coin, amount, minor) => {
    for (const numberNotation of ['exponent', 'plain']) {
      await stage.control('PATCH', '/settings', { numberNotation });
      await lives(await PlayersDeposit.of(stage, coin, amount), [coin, minor], [['Completed', credited]]);
    }
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['the amount in another notation', { amount: '6.73e-6' }],
    ['the amount as a text', { amount: '"0.00000673"' }],
    ['an amount that is a lie', { amount: '5000000' }],
    ['an amount that is none', { amount: '"a lot"' }],
    ['a status that is not the one it has', { status: '"Failed"' }],
    ['another widget', { widgetId: '"9e37db44-0eea-465e-b35d-907d0a817b89"' }],
    ['another coin', { asset: '"BTC"', blockchain: '"bitcoin"' }],
    ['more fields', { amount: '5, "memo": {"deep": [1, {"amount": 7}]}, "fee": 1e400' }],
    ['the event of another moment', { event: '"IncomingTransactionStatusInitiated"' }],
  ])('INV-I3 with %s: what counts is what a pull shows', async (_, changes) => {
    const moment: Moment = ['Completed', credited, [], changes];
    await lives(await PlayersDeposit.of(stage, 'sepolia', '5'), ['sepolia', '5000000'], [moment]);
  });
});

describe('F5.9 what was spent before a block was forked away', () => {
  it('is owed by the operator, calls a person, and stays owed when it fails', async () => {
    const deposit = await PlayersDeposit.of(stage, 'ether', '20');
    const all = (await walletBalance()) + 20n * 10n ** 18n;
    await lives(deposit, ['ether', '20000000000000000000'], [['Completed', credited]]);
    await spend(all - 5n * 10n ** 18n);
    await deposit.become('PendingFork');
    await stage.tell(deposit.webhook('PendingFork'));
    expect(await deposit.cameOf()).toEqual({
      books: {
        'external:ethereum': '-20000000000000000000',
        'receivable:acme': '-15000000000000000000',
        available: '15000000000000000000',
        incoming: '20000000000000000000',
      },
      reviews: ['spent-before-fork'],
    });
    await deposit.become('Failed');
    await stage.tell(deposit.webhook('Failed'));
    const left = { 'receivable:acme': '-15000000000000000000', available: '15000000000000000000' };
    expect((await deposit.cameOf()).books).toEqual(left);
  });

  const asset = storedAsset('ETH@ethereum/18');

  async function walletBalance(): Promise<bigint> {
    const { events } = await stage.api.streams.read('account-wal_players-ETH@ethereum/18');
    const postings = events.flatMap(
      ({ data }) => data['postings'] as unknown as { from: string; to: string; amount: { minor: string } }[],
    );
    const account = 'wallet:wal_players:available';
    return postings.reduce(
      (sum, { from, to, amount }) =>
        sum + (to === account ? BigInt(amount.minor) : 0n) - (from === account ? BigInt(amount.minor) : 0n),
      0n,
    );
  }

  async function spend(minor: bigint): Promise<void> {
    const accounts = new Accounts(new AggregateStore(stage.api.streams, new RandomIds()), 'test');
    const data = {
      to: 'external:ethereum',
      shortfallFrom: 'receivable:acme',
      amount: { asset, minor },
      reason: 'correction',
      reference: 'spent',
      evidence: 'test',
      now: new Date(),
    } as const;
    const cause = { id: 'spent', operatorId: 'acme' };
    await accounts.execute({ walletId: 'wal_players', asset }, { type: 'Debit', data }, cause);
  }
});

describe('S-14 DW-23 a webhook that is about nothing of ours, or that nobody understands', () => {
  const forge = (changes: Readonly<Record<string, string>>) => told(samples.updated, changes);

  it.each<[string, string, string]>([
    ['the sample as it is printed', samples.updated, 'WebhookIgnored "not-ours"'],
    ['the sample of a purchase as it is printed', samples.purchaseCompleted, 'WebhookIgnored "not-ours"'],
    ['an event that nobody knows', forge({ event: '"DepositSeen"' }), 'WebhookQuarantined "unknown-event"'],
    ['a list of webhooks', `[${samples.updated},${samples.received}]`, 'WebhookQuarantined "unreadable"'],
    ['no JSON', samples.updated.slice(0, 100), 'WebhookQuarantined "unreadable"'],
    ['nothing', '', 'WebhookQuarantined "unreadable"'],
    ['null', 'null', 'WebhookQuarantined "unreadable"'],
    ['a field twice', forge({ amount: '5, "amount": 6' }), 'WebhookQuarantined "unreadable"'],
    ['no id', forge({ transactionId: 'null' }), 'WebhookQuarantined "no-id"'],
    ['an id that is none', forge({ transactionId: '"../../v1/merchant/purchase"' }), 'WebhookQuarantined "no-id"'],
    ['an id that is a number', forge({ transactionId: '17' }), 'WebhookQuarantined "no-id"'],
  ])('%s: answered with 200, kept, and nothing moves', async (_, body, end) => {
    const before = await ends();
    expect(await stage.tell(body)).toBe(200);
    expect((await ends()).slice(before.length)).toEqual([end]);
  });

  async function ends(): Promise<readonly string[]> {
    const { events } = await stage.api.streams.read('inbox-outcomes');
    const ended = events.filter(({ type }) => !type.startsWith('InboxAdvanced'));
    return ended.map(({ type, data }) => `${type.replace('.v1', '')} ${JSON.stringify(data['reason'])}`);
  }
});

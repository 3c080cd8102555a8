import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { seededRandom } from '#bench/support/seeded.js';
import { listAccounts } from '#projections/balances/balances.queries.js';
import { MoneyInStage } from '#test/support/money-in-stage.js';
import { booksOfLog } from '#test/support/payout-books.js';
import { scaled } from '#test/support/scale.js';
import { StormProvider } from './storm.provider.js';
import { Truth } from './storm.truth.js';
import { forgery, send, sendStorm, type Sent } from './storm.webhooks.js';

/** The long run is in `npm run campaign`. */
const isLong = scaled(1) > 1;
const webhooks = isLong ? 20_000 : 400;
const forgeries = isLong ? 10_000 : 200;
const seed = Number(process.env['STORM_SEED'] ?? 20_000);
const patienceMs = scaled(60_000);

let stage: MoneyInStage;
let provider: StormProvider;
let truth: Truth;
let sent: Sent;
const random = seededRandom(seed + 1);

beforeAll(async () => {
  stage = await MoneyInStage.start(500);
  truth = new Truth(seed, webhooks);
  provider = new StormProvider(stage, truth);
  await provider.prepare();
  sent = await sendStorm(stage, { truth, provider, random });
}, 4 * patienceMs);
afterAll(() => stage.stop());

/** As sorted texts, what is aside of each overcharge under one name, and none at zero. */
function comparable(books: ReadonlyMap<string, bigint>): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const [key, minor] of books) {
    const name = key.replace(/overcharge-ord_\w+/, 'overcharge');
    sums.set(name, (sums.get(name) ?? 0n) + minor);
  }
  return [...sums]
    .filter(([, minor]) => minor !== 0n)
    .map(([name, minor]) => `${name} ${minor}`)
    .toSorted();
}

async function booksInTables(): Promise<readonly string[]> {
  const rows = await listAccounts(stage.stores.postgres.database);
  return comparable(
    new Map(rows.map(({ account, asset, balanceMinor }) => [`${account} ${asset}`, BigInt(balanceMinor)])),
  );
}

async function booksInLog(): Promise<readonly string[]> {
  return comparable((await booksOfLog(stage.stores.events.connectionString)).balances);
}

async function accountFacts(): Promise<number> {
  let count = 0;
  for await (const _ of stage.api.streams.readAll('start', { streamPrefixes: ['account-'] })) count++;
  return count;
}

describe('DW-32 DW-33 DW-34 SD-06 SD-08 DW-35 INV-L3 F5.1 F5.2 webhooks lost, doubled, forged and out of order', () => {
  it('are as many of each as meant', () => {
    const all = sent.genuine + sent.duplicates + sent.forged;
    expect(all).toBeGreaterThan(webhooks * 0.95);
    expect(sent.duplicates / all).toBeCloseTo(0.3, 1);
    expect(sent.forged / all).toBeCloseTo(0.1, 1);
    expect(sent.lost / (sent.lost + sent.genuine)).toBeCloseTo(0.05, 1);
  });

  it(
    'leave exactly the balances that the truth says, in the read model and in the log',
    async () => {
      const wanted = comparable(truth.books());
      const deadline = Date.now() + patienceMs;
      let found = await booksInTables();
      while (!isDeepStrictEqual(found, wanted) && Date.now() < deadline) {
        await delay(250);
        found = await booksInTables();
      }
      expect(found).toEqual(wanted);
      expect(await booksInLog()).toEqual(wanted);
    },
    2 * patienceMs,
  );

  it('leave in each asset what the provider has', async () => {
    const { wallets } = await stage.control<SandboxWorld>('GET', '/world');
    const taking = wallets.filter(({ name }) => stage.provider.widgets.some((widget) => widget.name === name));
    const atProvider = new Map<string, bigint>();
    for (const { blockchain, balance } of taking.flatMap(({ accounts }) => accounts)) {
      const asset = assetOn[blockchain] ?? '';
      atProvider.set(asset, (atProvider.get(asset) ?? 0n) + minorOf(balance, Number(asset.split('/')[1])));
    }
    const atUs = new Map([...atProvider].map(([asset]) => [asset, 0n]));
    for (const [key, minor] of truth.books()) {
      const [account = '', asset = ''] = key.split(' ');
      if (/:available$|^suspense:/.test(account)) atUs.set(asset, (atUs.get(asset) ?? 0n) + minor);
    }
    expect(atProvider).toEqual(atUs);
  });

  it(
    'S-14 forged ones move nothing, however many',
    async () => {
      const before = await accountFacts();
      const books = await booksInLog();
      await send(
        stage,
        Array.from({ length: forgeries }, () => forgery(random, provider)),
      );
      await stage.allLooked(patienceMs);
      expect(await accountFacts()).toBe(before);
      expect(await booksInLog()).toEqual(books);
    },
    2 * patienceMs,
  );
});

/** By the sandbox's codes of its chains. */
const assetOn: Readonly<Record<string, string>> = {
  TRON: 'USDT@tron/6',
  ETH: 'ETH@ethereum/18',
  BTC: 'BTC@bitcoin/8',
  SEP: 'USDT@ethereum-sepolia/6',
};

function minorOf(text: string, decimals: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(decimals, '0'));
}

interface SandboxWorld {
  readonly wallets: readonly {
    readonly name: string;
    readonly accounts: readonly { readonly asset: string; readonly blockchain: string; readonly balance: string }[];
  }[];
}

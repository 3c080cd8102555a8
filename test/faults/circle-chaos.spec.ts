import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { seededRandom } from '#bench/support/seeded.js';
import { openDatabase } from '#libs/read-store/database.js';
import { legOf } from '#libs/transfers/transfer.js';
import { listAccounts } from '#projections/balances/balances.queries.js';
import { CircleOfMoney, depositAmountOf, type CircleEnded, type MovementBody } from '#test/support/circle-of-money.js';
import { LedgerStack, type Victim } from '#test/support/ledger-stack.js';
import { booksOfLog, type BooksOfLog } from '#test/support/payout-books.js';

/** `npm run chaos` asks for 200; the everyday run is shorter. */
const payouts = Number(process.env['CHAOS_PAYOUTS'] ?? 12);
const counts = {
  payouts,
  swaps: Math.ceil(payouts / 8),
  transfers: Math.ceil(payouts / 6),
  deposits: Math.ceil(payouts / 4),
  fundings: 2,
};
const seed = process.env['CHAOS_SEED'] ?? 'chaos-1';
const victims: readonly Victim[] = ['worker', 'gate', 'api', 'projector', 'event-store', 'inabit-sandbox', 'postgres'];
/** From one kill to the next. */
const kill_ms = { min: 1_000, max: 3_000 };

const swapOperation = 'createInabitWalletSwap';
const faults = [
  { scenario: 'lose-response-after-acceptance', probability: 0.1 },
  { scenario: 'lose-response-before-acceptance', probability: 0.08 },
  { scenario: 'land-late', probability: 0.06, delayMs: 500, delayMsMax: 6_000, connection: 'closed' },
  { scenario: 'error-after-commit', probability: 0.06 },
  { scenario: 'duplicate-create', probability: 0.08 },
  { scenario: 'duplicate-offers', probability: 0.05 },
  { scenario: 'slow', probability: 0.05, delayMs: 300, delayMsMax: 1_500 },
  { scenario: 'http-500', probability: 0.04 },
  { scenario: 'http-429', probability: 0.03 },
  { scenario: 'truncated-body', probability: 0.04 },
  { scenario: 'fail', probability: 0.04 },
  { scenario: 'approver-silent', probability: 0.02 },
  { operation: swapOperation, scenario: 'lose-response-after-acceptance', probability: 0.1 },
  { operation: swapOperation, scenario: 'lose-response-before-acceptance', probability: 0.1 },
  { operation: swapOperation, scenario: 'http-500', probability: 0.05 },
];

/** Legs of transfers meet these instead: one that is in review keeps its transfer open for ever. */
const legFaults = [
  { scenario: 'lose-response-after-acceptance' },
  { scenario: 'lose-response-before-acceptance' },
  { scenario: 'duplicate-create' },
  { scenario: 'accept', times: 10_000 },
];
/** Of the webhooks of deposits. */
const webhookFaults = ['duplicate', 'drop', 'reorder', 'delay', 'drop', 'duplicate'].map((fault) => ({ fault }));

interface SandboxTransaction {
  readonly id: string;
  readonly note: string | null;
  readonly createdWithNote?: string | null;
  readonly status?: string;
}

describe('F3.1 F3.2 F3.10 F6.1 INV-P5 the whole circle of money under provider faults and kill -9 of every process', () => {
  let stack: LedgerStack;
  let ended: CircleEnded;
  let broadcasts: readonly SandboxTransaction[];
  let transactions: readonly SandboxTransaction[];
  let before: BooksOfLog;
  let books: BooksOfLog;

  beforeAll(async () => {
    stack = await LedgerStack.start({
      flags: ['--sandbox-speed', 'demo'],
      environment: {
        PAYOUT_RETRY_QUIET_SECONDS: '1',
        PAYOUT_REVIEW_AFTER_SECONDS: '25',
        PAYOUT_POLL_SECONDS: '1',
        PAYOUT_CALL_TIMEOUT_SECONDS: '3',
      },
    });
    const circle = new CircleOfMoney(stack, counts);
    before = await booksOfLog(stack.eventStoreUrl);
    const player = await circle.playersAddress();
    const address = await circle.operatorsAddress();
    const legs = legFaults.map((fault) => ({ ...fault, address }));
    await circle.control('POST', '/scenarios', legs);
    // The provider gives up after half an hour, its demo after ten seconds; a gate that was killed is back by then.
    await circle.control('PATCH', '/settings', { approverAttempts: 1_000 });
    await circle.control('PUT', '/faults', { seed, faults });
    await circle.control('POST', '/terminal/webhook-faults', webhookFaults);
    const killing = new AbortController();
    const killed = killAround(stack, killing.signal);
    try {
      ended = await circle.play(player, async () => {
        await delay(8_000);
        killing.abort();
        await killed;
      });
    } finally {
      killing.abort();
    }
    await delay(3_000); // The last captures and releases, and their rows.
    broadcasts = (await circle.control<{ broadcasts: SandboxTransaction[] }>('GET', '/broadcasts')).broadcasts;
    transactions = await circle.control<SandboxTransaction[]>('GET', '/transactions');
    books = await booksOfLog(stack.eventStoreUrl);
  }, 900_000);

  afterAll(async () => {
    await stack.stop();
    stack.remove();
  }, 30_000);

  const timesBroadcast = (id: string) => broadcasts.filter(({ note }) => note?.includes(id)).length;
  const isUsual = ({ status, review }: Pick<MovementBody, 'status' | 'review'>) =>
    /^(confirmed|failed|review|blocked)$/.test(review ? 'review' : status);
  const confirmed = <Each extends { readonly status: string }>(all: readonly Each[]) =>
    all.filter(({ status }) => status === 'confirmed');
  const changed = (account: string, asset: string) => {
    const of = (all: BooksOfLog) => all.balances.get(`${account} ${asset}`) ?? 0n;
    return of(books) - of(before);
  };

  it('ends every movement settled, failed or in review', () => {
    expect(ended.payouts).toHaveLength(counts.payouts);
    const all = [...ended.payouts, ...ended.swaps, ...ended.transfers];
    expect(all.filter((each) => !isUsual(each))).toEqual([]);
    expect(confirmed(ended.payouts).length).toBeGreaterThan(counts.payouts / 2);
    expect(confirmed([...ended.swaps, ...ended.transfers]).length).toBeGreaterThan(0);
  });

  it('broadcasts a settled payout exactly once and a failed one never', () => {
    for (const { id, status, review } of ended.payouts) {
      const allowed = status === 'confirmed' ? [1] : review ? [0, 1] : [0];
      expect({ id, status, times: allowed.includes(timesBroadcast(id)) }).toEqual({ id, status, times: true });
    }
  });

  it('IN-11 IN-13 sends each transfer once, and makes each swap once', () => {
    for (const { id, status } of ended.transfers) {
      const allowed = { confirmed: [1], blocked: [0, 1] }[status] ?? [0];
      expect({ id, status, times: allowed.includes(timesBroadcast(legOf(id))) }).toEqual({ id, status, times: true });
    }
    for (const { id } of confirmed(ended.swaps)) {
      const made = transactions.filter(
        ({ createdWithNote, status }) => createdWithNote?.includes(id) && status === 'Completed',
      );
      expect({ id, times: made.length }).toEqual({ id, times: 1 });
    }
  });

  it('DW-34 SD-08 credits each deposit once, whatever became of its webhooks', () => {
    const wanted = Array.from({ length: counts.deposits }, (_, index) => depositAmountOf(index));
    const credited = ended.deposits.map(({ credited_amount: amount }) => amount ?? '');
    expect(new Set(credited)).toEqual(new Set(wanted));
    expect(credited).toHaveLength(wanted.length);
  });

  it('INV-P3 never settles and releases the same payout', () => {
    for (const [, types] of books.payouts)
      expect(types.includes('PayoutSettled.v1') && types.includes('PayoutReleased.v1')).toBe(false);
  });

  it('leaves the balances that follow from what was asked for and what became of it', () => {
    const micro = (text: string | null | undefined) => {
      const [whole = '0', fraction = ''] = (text ?? '0').split('.');
      return BigInt(whole + fraction.padEnd(6, '0'));
    };
    const sum = (texts: readonly (string | null | undefined)[]) =>
      texts.reduce((total, text) => total + micro(text), 0n);
    const moved = BigInt(confirmed(ended.transfers).length) * 3_500_000n;
    const open = ended.payouts.filter(({ review }) => review).length;
    const paid = BigInt(confirmed(ended.payouts).length + open) * 1_250_000n;
    // A leg that waits for a person holds its money in the Master Wallet.
    const waiting = BigInt(ended.transfers.filter(({ status }) => status === 'blocked').length) * 3_500_000n;
    expect(changed('wallet:wal_master:reserved', 'USDT@tron/6')).toBe(waiting);
    expect(changed('wallet:wal_acme:available', 'USDT@tron/6')).toBe(moved - paid);
    expect(changed('wallet:wal_acme:reserved', 'USDT@tron/6')).toBe(BigInt(open) * 1_250_000n);
    // Sweeps go from one of these wallets into the other.
    const places = [
      'wal_master:available',
      'wal_master:incoming',
      'wal_acme_deposits:available',
      'wal_acme_deposits:incoming',
    ];
    const held = places.reduce((total, place) => total + changed(`wallet:${place}`, 'USDT@tron/6'), 0n);
    const came =
      sum(ended.deposits.map(({ credited_amount: amount }) => amount)) +
      sum(confirmed(ended.swaps).map(({ output }) => output));
    expect(held).toBe(came - moved - waiting);
    expect(changed('external:fiat', 'EUR@fiat/2')).toBe(-10_001n * BigInt(counts.fundings));
    const transit = [...books.balances].filter(([key, minor]) => key.startsWith('transit:') && minor !== 0n);
    expect(transit).toEqual([]);
  });

  it('INV-L3 sums every asset to zero, and the read model equals the fold of the log', async () => {
    const sums = new Map<string, bigint>();
    for (const [key, minor] of books.balances) {
      const asset = key.slice(key.indexOf(' ') + 1);
      sums.set(asset, (sums.get(asset) ?? 0n) + minor);
    }
    expect([...sums.values()].every((sum) => sum === 0n)).toBe(true);
    const database = openDatabase({ url: stack.databaseUrl });
    const rows = await listAccounts(database);
    await database.close();
    const inTables = new Map(
      rows.map(({ account, asset, balanceMinor }) => [`${account} ${asset}`, BigInt(balanceMinor)]),
    );
    expect(inTables).toEqual(new Map(books.balances));
  });
});

/** One after another, at random: which, and when. */
async function killAround(stack: LedgerStack, stopping: AbortSignal): Promise<void> {
  const random = seededRandom(Buffer.from(seed).reduce((sum, byte) => (sum * 31 + byte) % 2 ** 31, 7));
  while (!stopping.aborted) {
    await delay(kill_ms.min + random() * (kill_ms.max - kill_ms.min));
    const victim = victims[Math.floor(random() * victims.length)];
    if (victim && !stopping.aborted) stack.kill(victim);
  }
}

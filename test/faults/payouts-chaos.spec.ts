import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#libs/read-store/database.js';
import { listAccounts } from '#projections/balances/balances.queries.js';
import { LedgerHttp, type WithdrawalBody } from '#test/support/ledger-http.js';
import { LedgerStack, type AppName } from '#test/support/ledger-stack.js';
import { booksOfLog, type BooksOfLog } from '#test/support/payout-books.js';

/** `npm run chaos` asks for 200; the everyday run is shorter. */
const payouts = Number(process.env['CHAOS_PAYOUTS'] ?? 40);
const seed = process.env['CHAOS_SEED'] ?? 'chaos-1';
const killEveryMs = 1_500;
const victims: readonly AppName[] = ['worker', 'gate', 'api', 'projector', 'event-store', 'inabit-sandbox'];
const endMsMax = 120_000;

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
];

interface SandboxTransaction {
  readonly id: string;
  readonly note: string | null;
}

describe('F3.1 F3.2 F3.10 INV-P5 payouts under provider faults and kill -9 of every app', () => {
  let stack: LedgerStack;
  let ended: WithdrawalBody[];
  let broadcasts: readonly SandboxTransaction[];
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
    await call('PUT', '/faults', { seed, faults });
    ended = await payThroughChaos(new LedgerHttp(stack.apiUrl, stack.apiKey), () => killOne(stack));
    await delay(3_000); // The last captures and releases, and their rows.
    broadcasts = (await call<{ broadcasts: SandboxTransaction[] }>('GET', '/broadcasts')).broadcasts;
    books = await booksOfLog(stack.eventStoreUrl);
  }, 600_000);

  afterAll(async () => {
    await stack.stop();
    stack.remove();
  }, 30_000);

  async function call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(`${stack.controlUrl}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  const timesBroadcast = (id: string) => broadcasts.filter(({ note }) => note?.includes(id)).length;

  it('ends every payout settled, failed or in review', () => {
    expect(ended).toHaveLength(payouts);
    for (const { status, review } of ended) expect(review ? 'review' : status).toMatch(/^(confirmed|failed|review)$/);
    expect(ended.filter(({ status }) => status === 'confirmed').length).toBeGreaterThan(payouts / 2);
  });

  it('broadcasts a settled payout exactly once and a failed one never', () => {
    for (const { id, status, review } of ended) {
      const allowed = status === 'confirmed' ? [1] : review ? [0, 1] : [0];
      expect({ id, status, times: allowed.includes(timesBroadcast(id)) }).toEqual({ id, status, times: true });
    }
  });

  it('INV-P3 never settles and releases the same payout', () => {
    for (const [, types] of books.payouts)
      expect(types.includes('PayoutSettled.v1') && types.includes('PayoutReleased.v1')).toBe(false);
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

  it('reserves exactly what the payouts that have not ended are about', () => {
    const open = ended.filter(({ review }) => review).length;
    expect(books.balances.get('wallet:wal_acme:reserved USDT@tron/6') ?? 0n).toBe(BigInt(open) * 1_250_000n);
  });
});

async function payThroughChaos(ledger: LedgerHttp, kill: () => void): Promise<WithdrawalBody[]> {
  const killing = setInterval(kill, killEveryMs);
  try {
    const requested = await Promise.all(
      Array.from({ length: payouts }, async (_, index) => {
        await delay(index * 100);
        return ledger.request(payoutBody(index), `chaos-${index}`);
      }),
    );
    await delay(8_000);
    clearInterval(killing);
    return await Promise.all(requested.map(({ id }) => ledger.ended(id, endMsMax)));
  } finally {
    clearInterval(killing);
  }
}

/** Half of them are the same payout to the same player: the worst case for matching. */
function payoutBody(index: number): object {
  return {
    wallet_id: 'wal_acme',
    player_id: `player-${index % 2}`,
    amount: '1.25',
    asset: 'USDT@tron',
    destination: {
      address: index % 2 === 0 ? 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6' : 'THdaEUCAUL2GqUFbBVDSRg4PyMEKDFdx4v',
    },
    reference: `chaos-${index}`,
  };
}

let turn = 0;

function killOne(stack: LedgerStack): void {
  stack.kill(victims[turn++ % victims.length] ?? 'worker');
}

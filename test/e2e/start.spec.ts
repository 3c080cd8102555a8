import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import { rebuilt } from '#test/support/api-answers.js';
import { lookAtOwners } from '#test/support/event-owners.js';
import { LedgerHttp, type WithdrawalBody } from '#test/support/ledger-http.js';
import { LedgerStack } from '#test/support/ledger-stack.js';

interface Balances {
  readonly data: readonly object[];
}

interface References {
  readonly data: readonly { readonly kind: string; readonly id: string }[];
}

/** Paid by the demo with its answer lost after the provider had acted (apps/cli/demo/story.ts). */
const lostAnswerKey = 'demo-answer-lost';

describe('npm start: the whole ledger on embedded stores', () => {
  let stack: LedgerStack;
  const client = () => new LedgerHttp(stack.apiUrl, stack.apiKey);

  beforeAll(async () => {
    stack = await LedgerStack.start();
  }, 150_000);

  afterAll(async () => {
    await stack.stop();
    stack.remove();
  }, 30_000);

  it('PO-02 SD-04 plays real money movement on an empty store and prints what happened', () => {
    expect(stack.printed).toContain('The provider accepts it, but its answer is lost → confirmed');
    expect(stack.printed).toContain('The provider creates it twice → confirmed');
    expect(stack.printed).toContain('→ Rejected by the gate');
    expect(stack.printed).toContain('Every asset sums to zero over all accounts.');
  });

  it('IN-09 IN-10 IN-13 IN-06 plays the full circle: fiat, swap, transfer, payouts, a deposit back in', async () => {
    expect(stack.printed).toContain('none is missing; its widget is configured');
    expect(stack.printed).toContain('It sends 10000 EUR@fiat → recorded');
    expect(stack.printed).toContain('swaps 5000 USDC@ethereum into USDT@tron → confirmed');
    expect(stack.printed).toContain("sends Acme's wallet 2500 USDT@tron → confirmed");
    expect(stack.printed).toMatch(/A player pays 40 USDT@tron back in: [1-9] webhooks, our own pull → confirmed/);
    const { data } = (await client().get('/v1/balances?wallet_id=wal_acme_deposits')) as Balances;
    expect(data).toMatchObject([{ asset: 'USDT@tron', available: '0' }]);
    expect(stack.printed).toContain('The provider sweeps 40 USDT@tron into the Master Wallet, by our gate → settled');
  });

  it('INV-L7 API-28 books what the chains take, and what the provider corrects later', () => {
    expect(stack.printed).toContain('The gas station pays 1.1 TRX@tron/6');
    expect(stack.printed).toContain('The provider corrects it later → 2.5 TRX@tron/6 booked, in 2 entries');
    expect(stack.printed).toMatch(/fees:network +│ TRX@tron/);
  });

  it('INV-I3 S-14 moves nothing on a forged webhook, and its balances are the provider’s to the last digit', () => {
    expect(stack.printed).toContain('A forged webhook says it was 5000000 → processed, nothing moves');
    expect(stack.printed).toMatch(/The provider reports 1 USDT where the books say [\d.]+: balance-drift/);
    expect(stack.printed).toContain('looked at again: 1 break ended, no balance differs');
    expect(stack.printed).toMatch(/Evidence of answer-lost: \d+ events in .+\n +verified, SHA-256 [0-9a-f]{16}/);
    expect(stack.printed).toContain("All 28 balances of the wallets are the provider's own, to the last digit.");
  });

  it('PO-08 OP-06 PO-13 finds a payout by any reference, and the payout has them all', async () => {
    const found = (await client().get(`/v1/references/${lostAnswerKey}`)) as References;
    const [first] = found.data;
    expect(first?.kind).toBe('idempotency_key');
    const payout = await client().withdrawal(first?.id ?? '');
    expect(payout).toMatchObject({ status: 'confirmed', stage: 'settled', attempts: 1 });
    const back = (await client().get(`/v1/references/${payout.provider_reference ?? ''}`)) as References;
    expect(back.data.map(({ id }) => id)).toEqual([payout.id]);
  });

  describe('IN-02 every event of an operator says on whose behalf it was written, whoever wrote it', () => {
    it('over the life cycles of all that the demo plays, read from the whole log', async () => {
      const streams = connectEventStreams({ connectionString: stack.eventStoreUrl });
      const { wrong, kinds, actors, owners } = await lookAtOwners(streams.readAll('start'));
      await streams.close();
      expect(wrong).toEqual([]);
      expect(owners).toEqual(['acme', 'platform']);
      expect(actors).toEqual(['cli', 'gate', 'key', 'operator-console', 'worker']);
      expect(kinds.join(' ')).toBe(
        'account deposit fee funding gate intent operator payout provider-balance swap sweep transfer wallet widget',
      );
    });
  });

  it('keeps everything over a restart, and does not play again', async () => {
    const before = await client().get('/v1/balances');
    expect(await stack.stop()).toBe(0);
    stack = await LedgerStack.start({ folder: stack.folder });
    expect(stack.printed).not.toContain('answer is lost');
    expect(await client().get('/v1/balances')).toEqual(before);
  }, 90_000);

  it('INV-R1 answers every question byte for byte as before when all read models were dropped and are rebuilt', async () => {
    const { before, after } = await rebuilt(stack);
    expect(before.size).toBeGreaterThan(100);
    expect([...after.keys()]).toEqual([...before.keys()]);
    const different = [...before].filter(([question, answer]) => after.get(question) !== answer);
    expect(different.map(([question, answer]) => [question, after.get(question), answer])).toEqual([]);
  }, 120_000);

  it('leaves nothing behind that blocks the next start when the launcher is killed', async () => {
    const before = (await client().get('/v1/balances')) as Balances;
    await stack.killLauncher();
    await noProcessOf(stack.folder);
    stack = await LedgerStack.start({ folder: stack.folder });
    expect(await client().get('/v1/balances')).toEqual(before);
    const paid = await payAgain(client());
    expect(paid.status).toBe('confirmed');
  }, 120_000);
});

async function payAgain(client: LedgerHttp): Promise<WithdrawalBody> {
  const { id } = await client.request(
    {
      wallet_id: 'wal_acme',
      player_id: 'gil',
      amount: '3.000001',
      asset: 'USDT@tron',
      destination: { address: 'TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6' },
    },
    'after-the-kill',
  );
  return client.ended(id, 40_000);
}

/** Children end by themselves when their parent is gone; soon, not at once. */
async function noProcessOf(folder: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    if (!execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).includes(folder)) return;
    await delay(100);
  }
  throw new Error(`Processes on ${folder} are left`);
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { money } from '#libs/money/money.js';
import {
  reviewRequired,
  requested,
  fundsReserved,
  started,
  resumed,
  transferLeg,
} from '#libs/payouts/payout.fixtures.js';
import type { PayoutEvent } from '#libs/payouts/payout.events.js';
import { legOf } from '#libs/transfers/transfer.js';
import { LedgerFacts, now, tronAddress } from '../testing/ledger-facts.js';
import { authorization, eventually, TestApi, TestStores } from '../testing/test-api.js';
import { transferLives } from '../testing/transfer-lives.js';
import { filterOf, statusOf, transferStages, transferStatuses } from './transfer.status.js';

let stores: TestStores;
let api: TestApi;
let facts: LedgerFacts;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  facts = new LedgerFacts(api.streams);
  await facts.registerWallet('wal_master', 'platform', 'master');
  await facts.registerWallet('wal_acme', 'acme');
  await facts.recordAddress('wal_acme', tronAddress);
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const body = { from_wallet_id: 'wal_master', to_wallet_id: 'wal_acme', amount: '5', asset: 'USDT@tron' };

/** A transfer whose leg waits for a person. */
async function blocked(key: string): Promise<string> {
  const headers = { ...authorization('platform'), 'content-type': 'application/json', 'idempotency-key': key };
  const answer = await api.ask('/v1/transfers', { method: 'POST', headers, payload: body });
  const id = String(answer.body['id']);
  await facts.appendToTransfer(id, ...(transferLives['placed']?.facts(id) ?? []));
  await onLeg(id, { ...requested, data: { ...transferLeg, amount: money(transferLeg.amount.asset, 5_000_000n) } });
  await onLeg(id, fundsReserved, started(), reviewRequired('outcome-unknown-too-long'));
  return id;
}

async function onLeg(id: string, ...events: readonly PayoutEvent[]): Promise<void> {
  const payoutId = legOf(id);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Another id of the same kind of fact.
  const ofLeg = events.map(({ type, data }) => ({ type, data: { ...data, payoutId } }) as PayoutEvent);
  await facts.appendToPayout(payoutId, ...ofLeg);
}

const read = async (id: string) => (await api.get(`/v1/transfers/${id}`, 'platform')).body;
const listed = async (status: string) =>
  ((await api.get(`/v1/transfers?status=${status}`, 'platform')).body['data'] as { id: string }[]).map(({ id }) => id);

describe('PO-04 PO-10 a transfer whose leg waits for a person', () => {
  const review = { reason: 'outcome_unknown_too_long', since: now.toISOString() };
  let id: string;

  it('is blocked, and says why, before the read model knows and after', async () => {
    id = await blocked('one');
    const fromLog = await read(id);
    expect(fromLog).toMatchObject({ status: 'blocked', stage: 'placed', review: { reason: review.reason } });
    await stores.startProjections();
    expect(
      await eventually(
        () => listed('blocked'),
        (ids) => ids.length > 0,
      ),
    ).toEqual([id]);
    expect(await read(id)).toEqual(fromLog);
    expect(await listed('pending')).toEqual([]);
  });

  it('is pending again when it goes on', async () => {
    await onLeg(id, resumed);
    expect(
      await eventually(
        () => listed('pending'),
        (ids) => ids.length > 0,
      ),
    ).toEqual([id]);
    expect(await read(id)).toMatchObject({ status: 'pending', review: null });
    expect(await listed('blocked')).toEqual([]);
  });
});

describe('PO-04 every transfer', () => {
  it('is pending, confirmed, blocked or failed, and found by exactly that', () => {
    for (const stage of transferStages)
      for (const review of [true, false]) {
        const found = transferStatuses.filter((status) => {
          const { stages, underReview } = filterOf(status);
          return stages.includes(stage) && (underReview ?? review) === review;
        });
        expect([stage, review, found]).toEqual([stage, review, [statusOf(stage, review)]]);
      }
  });
});

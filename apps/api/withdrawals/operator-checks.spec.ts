import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EventCodec } from '#libs/decider/codec.js';
import type { NewEvent } from '#libs/event-streams/event-streams.js';
import { addressBookCodec, addressBookStream } from '#libs/operators/address-book.codec.js';
import { added, approved, ruleChanged } from '#libs/operators/address-book.fixtures.js';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import { operatorCodec, operatorStream } from '#libs/operators/operator.codec.js';
import { onboarded, stepWithdrawn } from '#libs/operators/operator.fixtures.js';
import { payoutStream } from '#libs/payouts/payout.codec.js';
import { goodBody, LedgerFacts, tronAddress } from '../testing/ledger-facts.js';
import { TestApi, TestStores } from '../testing/test-api.js';
import { payoutIdOf } from '../idempotency/idempotency.js';

let stores: TestStores;
/** Its operators have to be onboarded. */
let strict: TestApi;
let lenient: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  const { events, postgres } = stores;
  strict = await TestApi.start(events.connectionString, postgres.database, {}, true);
  lenient = await TestApi.start(events.connectionString, postgres.database);
  await new LedgerFacts(strict.streams).registerWallet('wal_acme', 'acme');
});
afterAll(async () => {
  await Promise.all([strict.stop(), lenient.stop()]);
  await stores.remove();
});

async function append<Event>(streamName: string, codec: EventCodec<Event>, ...facts: readonly Event[]) {
  const metadata = { correlationId: 'spec', causationId: 'spec', actor: 'spec', onBehalfOf: 'acme' };
  const { revision } = await strict.streams.read(streamName, 0n);
  const events = facts.map((fact): NewEvent => ({ id: randomUUID(), ...codec.encode(fact), metadata }));
  await strict.streams.append(streamName, revision, events);
}

const pay = (api: TestApi, key: string) => api.post(goodBody, { 'idempotency-key': key });
const storedOf = async (key: string) => (await strict.streams.read(payoutStream(payoutIdOf('acme', key)))).events;
const missing = (...steps: readonly string[]) => ({
  status: 409,
  body: {
    error: {
      code: 'operator_not_live',
      details: steps.map((step) => ({ field: 'onboarding', problem: `${step} is missing` })),
    },
  },
});

describe('IN-14 withdrawals of an operator that has to be onboarded', () => {
  it('wait for every step of its onboarding, and answer what was asked before for ever', async () => {
    expect(await pay(strict, 'first')).toMatchObject(missing('registered', ...onboardingSteps));
    expect(await storedOf('first')).toEqual([]);

    await append(operatorStream('acme'), operatorCodec, ...onboarded);
    const paid = await pay(strict, 'first');
    expect(paid.status).toBe(201);

    await append(operatorStream('acme'), operatorCodec, stepWithdrawn('approver-paired'));
    expect(await pay(strict, 'second')).toMatchObject(missing('approver-paired'));
    expect(await pay(strict, 'first')).toMatchObject({ status: 201, body: paid.body });
    expect(await storedOf('first')).toHaveLength(1);
  });

  it('do not where it is not asked for', async () => expect((await pay(lenient, 'third')).status).toBe(201));
});

describe('withdrawals of an operator that pays to its address book only', () => {
  it('go to approved addresses', async () => {
    const address = { chain: 'tron', address: tronAddress } as const;
    const book = addressBookStream('acme');
    await append(book, addressBookCodec, ruleChanged(true), { ...added, data: { ...added.data, ...address } });
    const refused = await pay(lenient, 'fourth');
    expect(refused).toMatchObject({ status: 422, body: { error: { code: 'destination_not_in_book' } } });
    expect(await storedOf('fourth')).toEqual([]);

    await append(book, addressBookCodec, { ...approved, data: { ...approved.data, ...address } });
    expect((await pay(lenient, 'fourth')).status).toBe(201);
  });
});

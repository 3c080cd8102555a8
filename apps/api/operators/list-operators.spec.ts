import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { onboardingSteps } from '#libs/operators/onboarding-steps.js';
import { onboarded } from '#libs/operators/operator.fixtures.js';
import type { OperatorEvent } from '#libs/operators/operator.events.js';
import { LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;
const registered = (operatorId: string, minute: number): OperatorEvent => ({
  type: 'OperatorRegistered',
  data: {
    operatorId,
    name: `Games of ${operatorId}`,
    by: 'key:k3',
    registeredAt: new Date(Date.UTC(2026, 4, 1, 9, minute)),
  },
});

beforeAll(async () => {
  stores = await TestStores.start();
  await stores.startProjections();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  const facts = new LedgerFacts(api.streams);
  await facts.appendToOperator('acme', ...onboarded);
  await facts.appendToOperator('op-2', registered('op-2', 2));
  await facts.appendToOperator('op-3', registered('op-3', 3));
  await facts.appendToOperator('op-4', registered('op-4', 3));
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const list =
  (query = '') =>
  async (): Promise<Answer> =>
    api.get(`/v1/operators${query}`, 'platform');
const dataOf = ({ body }: Answer) => body['data'] as { id: string }[];
const idsOf = (answer: Answer) => dataOf(answer).map(({ id }) => id);

describe('IN-04 IN-14 GET /v1/operators', () => {
  it('lists them, the last registered first, each as it stands alone', async () => {
    const answer = await eventually(list(), (each) => dataOf(each).length === 4);
    expect(answer.body).toMatchObject({
      object: 'list',
      data: [{ id: 'op-4', missing_steps: onboardingSteps }, { id: 'op-3' }, { id: 'op-2' }, { onboarded: true }],
      has_more: false,
      next_cursor: null,
    });
    for (const operator of dataOf(answer).slice(0, 3))
      expect((await api.get(`/v1/operators/${operator.id}`, 'platform')).body).toEqual(operator);
  });

  it('page by page', async () => {
    const first = await list('?limit=3')();
    expect(idsOf(first)).toEqual(['op-4', 'op-3', 'op-2']);
    const second = await list(`?limit=3&cursor=${String(first.body['next_cursor'])}`)();
    expect(second.body).toMatchObject({ data: [{ onboarded: true }], has_more: false });
  });

  it('S-08 for the platform only', async () => {
    expect(await api.get('/v1/operators')).toMatchObject({ status: 403 });
  });

  it.each(['limit=0', 'cursor=x', 'name=a'])('API-09 refuses %s', async (query) => {
    expect(await list(`?${query}`)()).toMatchObject({ status: 400 });
  });
});

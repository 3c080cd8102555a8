import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase } from '#libs/read-store/database.js';
import { projections } from '#projections/registry.js';
import { goodBody, LedgerFacts } from '../testing/ledger-facts.js';
import { eventually, TestApi, TestStores, type Answer } from '../testing/test-api.js';

let stores: TestStores;
let api: TestApi;

beforeAll(async () => {
  stores = await TestStores.start();
  api = await TestApi.start(stores.events.connectionString, stores.postgres.database);
  await new LedgerFacts(api.streams).registerWallet('wal_acme', 'acme');
});
afterAll(async () => {
  await api.stop();
  await stores.remove();
});

const ready = async () => api.ask('/health/ready');
const readModels = ({ body }: Answer) => (body['details'] as Record<string, object>)['read_models'];
const all = (lag: string) => Object.fromEntries(projections.map(({ name }) => [name, lag]));

describe('GET /health/live', () => {
  it('says that the process runs', async () => {
    expect(await api.ask('/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});

describe('INV-R3 GET /health/ready', () => {
  it('is degraded, but takes requests, before there is a read model', async () => {
    const answer = await ready();
    expect([answer.status, answer.body['status']]).toEqual([200, 'degraded']);
    expect(readModels(answer)).toEqual({ status: 'degraded', ...all('not-built') });
    expect((await api.post(goodBody)).status).toBe(201);
  });

  it('is ok when all have caught up', async () => {
    await stores.startProjections();
    const answer = await eventually(ready, ({ text }) => !text.includes('not-built') && !text.includes('catching-up'));
    expect([answer.status, answer.body['status']]).toEqual([200, 'ok']);
    expect(answer.body['info']).toMatchObject({ event_store: { status: 'up' }, read_store: { status: 'up' } });
    expect(readModels(answer)).toEqual({ status: 'up', ...all('caught-up') });
  });

  it('is degraded when one rests although the log goes on', async () => {
    await stores.stopProjections();
    await api.post(goodBody);
    expect(readModels(await ready())).toEqual({ status: 'up', ...all('catching-up') });
    const { database } = stores.postgres;
    await sql`update engine.projection_checkpoint set updated_at = now() - interval '1 minute'`.execute(database);
    const answer = await ready();
    expect([answer.status, readModels(answer)]).toEqual([200, { status: 'degraded', ...all('behind') }]);
  });

  it('F7.4 is degraded when one has stopped', async () => {
    const { database } = stores.postgres;
    await sql`update engine.projection_checkpoint set status = 'stopped' where projection = 'payouts'`.execute(
      database,
    );
    expect(readModels(await ready())).toMatchObject({ status: 'degraded', payouts: 'stopped' });
  });

  it('is 503 without Postgres, and does not say where it is', async () => {
    const database = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none' });
    const without = await TestApi.start(stores.events.connectionString, database);
    const { status, body, text } = await without.ask('/health/ready');
    expect([status, body['error']]).toEqual([503, { read_store: expect.objectContaining({ status: 'down' }) }]);
    expect(text).not.toContain('127.0.0.1');
    await without.stop();
    await database.close();
  });

  it('is 503 without the event store', async () => {
    await stores.events.kill();
    const { status, body } = await ready();
    expect([status, body['error']]).toEqual([503, { event_store: expect.objectContaining({ status: 'down' }) }]);
    expect((await api.ask('/health/live')).status).toBe(200);
  });
});

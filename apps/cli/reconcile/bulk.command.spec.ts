import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { connectEventStreams } from '#libs/event-streams/eventstore-client.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { RandomIds } from '#libs/platform/ids.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { breakIdOf, type Finding } from '#libs/reconciliation/items.js';
import { now } from '#libs/reconciliation/reconciliation.fixtures.js';
import { TestEventStore } from '#test/support/event-store.js';
import { runCli, type CommandRun } from '../support/run-command.spec-support.js';
import { breaksCommand } from './breaks.command.js';

let store: TestEventStore;
let streams: EventStreams;
let folder: string;
const before = { ...process.env };

beforeAll(async () => {
  store = await TestEventStore.start();
  process.env['EVENTSTORE_URL'] = store.connectionString;
  streams = connectEventStreams({ connectionString: store.connectionString });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ledger-breaks-'));
});
afterAll(async () => {
  process.env = before;
  fs.rmSync(folder, { recursive: true, force: true });
  await streams.close();
  await store.remove();
});

const breaks = () => new BreakStreams(new AggregateStore(streams, new RandomIds()));

async function opened(providerId: string): Promise<string> {
  const texts = { expected: 'nothing', actual: '5 USDT@tron, Completed' };
  const finding: Finding = {
    kind: 'missing-here',
    severity: 'critical',
    subject: { providerId },
    ...texts,
    since: now,
  };
  const breakId = breakIdOf(finding);
  await breaks().execute(breakId, { type: 'RecordFinding', data: { finding, source: 'provider', now } }, 'spec');
  return breakId;
}

async function upload(...rows: readonly string[]): Promise<CommandRun> {
  const file = path.join(folder, 'breaks.csv');
  fs.writeFileSync(file, ['break_id,kind,owner,explanation,resolve,evidence', ...rows].join('\n'));
  return runCli(breaksCommand(), 'upload', file, '--by', 'ada');
}

const factsOf = async (breakId: string) =>
  (await streams.read(`break-${breakId}`)).events.slice(1).map(({ type, data }) => {
    const texts = [data['owner'], data['explanation'], data['evidence']].filter((text) => typeof text === 'string');
    return [type.replace('.v1', ''), ...texts].join(' ');
  });

describe('RS-02 ledger breaks upload', () => {
  it('applies every row, once', async () => {
    const [first, second] = [await opened('tx-1'), await opened('tx-2')];
    const rows = [`${first},missing-here,grace,by hand,,`, `${second},missing-here,treasury,,accepted,ticket 7`];
    expect(await upload(...rows)).toMatchObject({ exitCode: 0, text: '2 rows, 4 changes\n' });
    expect(await factsOf(first)).toEqual(['BreakAssigned grace', 'BreakExplained by hand']);
    expect(await factsOf(second)).toEqual(['BreakAssigned treasury', 'BreakResolved ticket 7']);
    expect((await upload(...rows)).text).toBe('2 rows, 0 changes\n');
  });

  it('takes a text back as it was, which a spreadsheet must not take for a formula', async () => {
    const id = await opened('tx-3');
    await upload(`${id},missing-here,"'@grace","'-5 came late",,`);
    await upload(`${id},missing-here,"@grace","-5 came late",,`);
    await upload(`${id},missing-here,'tis hers, ,,`);
    expect(await factsOf(id)).toEqual([
      'BreakAssigned @grace',
      'BreakExplained -5 came late',
      "BreakAssigned 'tis hers",
    ]);
  });

  it.each([
    ['an id that is none', 'br_1,missing-here,grace,,,', 'row 2: break_id is no id of a break'],
    ['a break that there is not', `br_${'a'.repeat(24)},missing-here,grace,,,`, 'row 2: there is no break'],
    ['a way that there is not', 'ID,missing-here,grace,,perhaps,', 'row 2: resolve'],
    ['nothing but spaces for evidence', 'ID,missing-here,grace,,corrected,  ', 'row 2: evidence is missing'],
    ['a text that is too long', `ID,missing-here,${'x'.repeat(201)},,,`, 'row 2: owner'],
    ['the same break twice', 'FIRST,missing-here,grace,,accepted,ticket', 'is in row 1 already'],
    ['a row that is too short', 'ID,missing-here', 'line 3'],
  ])('applies nothing when a row has %s', async (_, row, told) => {
    const [first, second] = [await opened('tx-4'), await opened('tx-5')];
    const bad = row.replace('FIRST', first).replace('ID', second);
    const { errors, exitCode } = await upload(`${first},missing-here,grace,by hand,corrected,ticket 9`, bad);
    expect([errors, exitCode]).toEqual([expect.stringContaining(told), 1]);
    expect([await factsOf(first), await factsOf(second)]).toEqual([[], []]);
  });

  it('applies nothing when a row would change what is resolved', async () => {
    const [first, second] = [await opened('tx-6'), await opened('tx-7')];
    await upload(`${second},missing-here,,,accepted,ticket`);
    const { errors } = await upload(`${first},missing-here,grace,,,`, `${second},missing-here,grace,,,`);
    expect(errors).toContain('row 2: it is resolved');
    expect(await factsOf(first)).toEqual([]);
  });

  it('applies nothing when somebody else has resolved one meanwhile, with other evidence', async () => {
    const [first, second] = [await opened('tx-8'), await opened('tx-9')];
    await upload(`${second},missing-here,,,accepted,ticket`);
    const mine = [`${first},missing-here,grace,,,`, `${second},missing-here,,,accepted,another ticket`] as const;
    expect((await upload(...mine)).errors).toContain('row 2: it is resolved');
    expect(await factsOf(first)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { breaksCommand } from '#apps/cli/reconcile/breaks.command.js';
import { runCli, type CommandRun } from '#apps/cli/support/run-command.spec-support.js';
import type { Answer, TestApi } from '#apps/api/testing/test-api.js';
import type { ReconciledStage } from '#test/support/reconciled-stage.js';

/** A world with some breaks: `missing-here` and `balance-drift` in `wal_raided`, `amount` of a payout among them. */
export interface DoorsOf {
  readonly stage: ReconciledStage;
  readonly api: TestApi;
  readonly payoutId: string;
}

export const run = (...args: readonly string[]): Promise<CommandRun> => runCli(breaksCommand(), ...args);

async function idOf(kind: string): Promise<string> {
  return String((await run('list', '--kind', kind, '--json')).lines()[0]?.['break_id']);
}

export function describeCommands(of: () => DoorsOf): void {
  const caughtUp = (): Promise<void> => of().stage.projected.caughtUp();
  const done = async (...args: readonly string[]): Promise<CommandRun> => {
    const result = await run(...args);
    await caughtUp();
    return result;
  };

  describe('RS-02 ledger breaks', () => {
    it('lists, assigns, explains, resolves and reopens, and says who did', async () => {
      const id = await idOf('missing-here');
      expect(await done('assign', id, 'grace', '--by', 'ada')).toMatchObject({ exitCode: 0, text: `${id} is open\n` });
      await done('explain', id, 'a transfer by hand', '--by', 'ada');
      const [listed] = (await run('list', '--owner', 'grace', '--json')).lines();
      expect(listed).toMatchObject({ break_id: id, explanation: 'a transfer by hand', severity: 'critical' });
      expect(await done('resolve', id, 'ticket 7', '--how', 'accepted', '--by', 'ada')).toMatchObject({ exitCode: 0 });
      expect((await run('show', id)).text).toMatch(/resolution {3}accepted by user:ada: ticket 7/);
      expect(await done('explain', id, 'too late', '--by', 'ada')).toMatchObject({ exitCode: 1 });
      expect((await run('list', '--status', 'resolved', '--kind', 'missing-here', '--json')).lines()).toHaveLength(1);
      expect((await done('reopen', id, 'ticket 7 was another', '--by', 'ada')).text).toBe(`${id} is open\n`);
      expect(await done('show', 'br_nothing')).toMatchObject({
        exitCode: 1,
        errors: expect.stringContaining('no break'),
      });
    }, 120_000);

    it('exports to be filled in and uploaded: all rows or none', async () => {
      const [header = '', ...rows] = (await run('export')).text.trimEnd().split('\n');
      expect(header.endsWith('resolve,evidence')).toBe(true);
      const drift = rows.find((row) => row.includes('wal_raided')) ?? '';
      const other = rows.find((row) => row !== drift) ?? '';
      const filled = (row: string, ending: string): string => row.replace(/,,$/, ending);
      const upload = async (...lines: readonly string[]): Promise<CommandRun> => {
        const file = path.join(os.tmpdir(), `${process.pid}-breaks.csv`);
        fs.writeFileSync(file, [header, ...lines].join('\n'));
        return done('upload', file, '--by', 'ada');
      };
      const refused = await upload(filled(drift, ',corrected,ticket 8'), filled(other, ',perhaps,'));
      expect(refused).toMatchObject({
        exitCode: 1,
        errors: expect.stringMatching(/Nothing was changed:\nrow 2: resolve/),
      });
      expect((await upload(filled(drift, ',corrected,'))).errors).toContain('row 1: evidence is missing');
      expect((await run('list', '--kind', 'balance-drift', '--json')).lines()).toHaveLength(1);
      expect((await upload(filled(drift, ',corrected,ticket 8'))).text).toMatch(/^1 rows, \d changes\n$/);
      expect((await upload(filled(drift, ',corrected,ticket 8'))).text).toBe('1 rows, 0 changes\n');
      expect((await run('list', '--kind', 'balance-drift', '--json')).lines()).toEqual([]);
    }, 120_000);
  });
}

export function describeApi(of: () => DoorsOf): void {
  const get = (query: string): Promise<Answer> => of().api.get(`/v1/breaks${query}`, 'platform');
  const rowsOf = ({ body }: Answer) => body['data'] as readonly Readonly<Record<string, unknown>>[];

  describe('RS-02 RS-15 GET /v1/breaks', () => {
    it('lists the last opened first, page by page, whatever is asked for', async () => {
      const all = rowsOf(await get('?limit=100'));
      const seen: unknown[] = [];
      for (let cursor = ''; ; ) {
        const { body } = await get(`?limit=7${cursor}`);
        seen.push(...(body['data'] as readonly unknown[]));
        if (body['has_more'] !== true) break;
        cursor = `&cursor=${String(body['next_cursor'])}`;
      }
      expect(seen).toEqual(all);
      const about = async (query: string) => rowsOf(await get(`?limit=100&${query}`));
      expect(await about('state=open')).toEqual(all.filter(({ state }) => state === 'open'));
      expect(await about('kind=missing_there')).toEqual(all.filter(({ kind }) => kind === 'missing_there'));
      expect(await about('severity=medium')).toEqual(all.filter(({ severity }) => severity === 'medium'));
      expect(await about('owner=treasury')).toEqual(all.filter(({ owner }) => owner === 'treasury'));
      expect(await about('wallet_id=wal_deposits')).toEqual(all.filter(({ wallet_id: id }) => id === 'wal_deposits'));
      expect((await about('wallet_id=wal_deposits')).length).toBeGreaterThan(3);
      expect((await about('operator_id=acme')).every(({ operator_id: id }) => id === 'acme')).toBe(true);
      expect(await about('age=under_1_hour')).toEqual(all);
      expect(await about('age=over_3_days')).toEqual([]);
    }, 120_000);

    it('shows one with everything that happened to it', async () => {
      const [listed] = rowsOf(await get('?kind=missing_here&wallet_id=&limit=1'.replace('&wallet_id=', '')));
      const id = await idOf('missing-here');
      const { status, body } = await get(`/${id}`);
      expect(listed).toMatchObject({ object: 'break', kind: 'missing_here' });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, state: 'open', owner: 'grace', age: 'under_1_hour', resolution: null });
      expect(body['next_step']).toContain('stolen');
      const history = body['history'] as readonly { event: string; actor: string; note: string | null }[];
      expect(history.map(({ event, actor, note }) => [event, actor, note])).toEqual([
        ['BreakOpened', 'reconciliation', null],
        ['BreakAssigned', 'user:ada', 'grace'],
        ['BreakExplained', 'user:ada', 'a transfer by hand'],
        ['BreakResolved', 'user:ada', 'ticket 7'],
        ['BreakReopened', 'user:ada', 'ticket 7 was another'],
      ]);
    }, 120_000);

    it('S-08 is the platform’s alone, and refuses what it does not know', async () => {
      expect(await of().api.get('/v1/breaks')).toMatchObject({ status: 403 });
      expect(await of().api.get(`/v1/breaks/${await idOf('missing-here')}`)).toMatchObject({ status: 403 });
      for (const query of ['?state=lost', '?kind=missing-here', '?age=1', '?limit=0', '?cursor=x', '?id=1'])
        expect(await get(query)).toMatchObject({ status: 400 });
      for (const id of ['/br_0', `/br_${'a'.repeat(24)}`]) expect(await get(id)).toMatchObject({ status: 404 });
    });

    it('PO-07 and a payout’s trace tells of its breaks', async () => {
      const { body } = await of().api.get(`/v1/trace/${of().payoutId}`);
      const [trace] = body['data'] as readonly { events: readonly { event: string; description: string }[] }[];
      const told = trace?.events.filter(({ event }) => event.startsWith('Break'));
      expect(told?.map(({ event }) => event)).toEqual(['BreakOpened', 'BreakResolved', 'BreakReopened']);
      expect(told?.[0]?.description).toContain('A difference was found (amount)');
    });
  });
}

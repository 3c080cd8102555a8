import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { payoutCommand } from '#apps/cli/payout/payout.command.js';
import { exportCommand } from '#apps/cli/export/export.command.js';
import { runCli } from '#apps/cli/support/run-command.spec-support.js';
import { traceCommand } from '#apps/cli/trace/trace.command.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { breakIdOf } from '#libs/reconciliation/items.js';
import { ledgerSide } from '#projections/breaks/ledger-side.queries.js';
import { moneyOf } from '#test/support/payout-outcome.js';
import { decide, DrillStage, type Drill, type Drilled } from './drill-stage.js';

const lost = { scenario: 'lose-response-before-acceptance' };
const byAnn = ['--by', 'ann'] as const;

const drills = {
  success: {},
  'timeout, nothing done': { scenarios: [lost] },
  'timeout, done all the same': { scenarios: [{ scenario: 'lose-response-after-acceptance' }] },
  'one request makes three transactions': { scenarios: [{ scenario: 'duplicate-create', copies: 3 }] },
  'the approver asks five times at once': { scenarios: [{ scenario: 'duplicate-offers', copies: 5 }] },
  'no access, mended by a person': {
    scenarios: [{ scenario: 'http-403' }],
    decision: ['resume', ...byAnn, '--reason', 'the role is back'],
  },
  'declined for good': { scenarios: [{ scenario: 'decline', message: 'Insufficient funds: not today.' }] },
  'failed at the provider': { scenarios: [{ scenario: 'fail' }] },
  'every answer is lost, and people find that it was not paid': {
    scenarios: [{ ...lost, times: 5 }],
    decision: ['resolve', ...byAnn, '--approved-by', 'bob', '--outcome', 'not-paid', '--evidence', 'statement 7'],
  },
  'more than the wallet has': { funds: 1n },
  'no access': { scenarios: [{ scenario: 'http-403' }] },
  'under way': { scenarios: [{ scenario: 'approver-silent' }], looks: 2 },
} as const satisfies Readonly<Record<string, Drill>>;

/** What every door says of a payout: API, list, export, reconciliation, money in the books, last word of its trace. */
const answers = {
  paid: ['confirmed', 'settled', 'completed', 'gone', 'PayoutSettled'],
  unpaid: ['failed', 'released', 'failed', 'back', 'PayoutReleased'],
  refused: ['failed', 'rejected', 'failed', 'free', 'PayoutRejected'],
  waiting: ['blocked', 'open', 'open', 'reserved', 'PayoutReviewRequired'],
  open: ['pending', 'open', 'open', 'reserved', 'PayoutAttemptAccepted'],
} as const;

const ends: Readonly<Record<keyof typeof drills, keyof typeof answers>> = {
  success: 'paid',
  'timeout, nothing done': 'paid',
  'timeout, done all the same': 'paid',
  'one request makes three transactions': 'paid',
  'the approver asks five times at once': 'paid',
  'no access, mended by a person': 'paid',
  'declined for good': 'unpaid',
  'failed at the provider': 'unpaid',
  'every answer is lost, and people find that it was not paid': 'unpaid',
  'more than the wallet has': 'refused',
  'no access': 'waiting',
  'under way': 'open',
};

let stage: DrillStage;
const drilled = new Map<string, Drilled>();

beforeAll(async () => {
  stage = await DrillStage.start();
  // One after the other: what the CLI prints is caught for the whole process.
  for (const [name, drill] of Object.entries(drills)) drilled.set(name, await stage.play(drill));
  await stage.projected.caughtUp();
}, 180_000);
afterAll(() => stage.stop());

function of(name: string): Drilled {
  const found = drilled.get(name);
  if (!found) throw new Error(`${name} was not played`);
  return found;
}

interface Traced {
  readonly id: string;
  readonly events: readonly { event: string; stream: string; actor: string }[];
  readonly notKnownYet: readonly string[];
}

async function traced(reference: string): Promise<readonly Traced[]> {
  return (await runCli(traceCommand(), reference, '--json')).lines() as unknown as readonly Traced[];
}

async function exportedState(payoutId: string): Promise<string | undefined> {
  const out = path.join(os.tmpdir(), `${process.pid}-drills.csv`);
  await runCli(exportCommand(), 'payouts', '--out', out);
  const rows: Record<string, string>[] = parse(fs.readFileSync(out), { columns: true });
  for (const file of [out, `${out}.manifest.json`]) fs.rmSync(file);
  return rows.find((row) => row['payout_id'] === payoutId)?.['state'];
}

async function stateInBooks(payoutId: string): Promise<string | undefined> {
  const window = { since: new Date(0), ledgerIds: [], providerIds: [] };
  const items = await ledgerSide(stage.projected.postgres.database).items(window);
  return items.find(({ ledgerId }) => ledgerId === payoutId)?.state;
}

describe('PO-04 PO-23 SD-06 SD-07 SD-09 RS-08 what became of a payout, whoever is asked', () => {
  it.each(Object.entries(ends))('%s: %s', async (name, end) => {
    const { request } = of(name);
    const { payoutId } = request;
    const [status, state, inBooks, money, lastWord] = answers[end];
    expect(await stage.get(`/v1/withdrawals/${payoutId}`)).toMatchObject({ status });
    const listed = await stage.get(`/v1/withdrawals?status=${status}&wallet_id=${request.walletId}`);
    expect(listed['data']).toEqual([expect.objectContaining({ id: payoutId })]);
    expect(await exportedState(payoutId)).toBe(state);
    expect(await stateInBooks(payoutId)).toBe(inBooks);
    expect(await moneyOf(stage.projected.payouts, request)).toBe(money);
    const [shown] = await traced(payoutId);
    const own = shown?.events.filter(({ stream }) => stream === `payout-${payoutId}`);
    expect(own?.at(-1)?.event).toBe(lastWord);
    const isOpen = end === 'waiting' || end === 'open';
    expect((shown?.notKnownYet ?? []).some((gap) => gap.startsWith(payoutId) && !gap.includes('network fee'))).toBe(
      isOpen,
    );
  });

  it('SD-07 the same request again, after the end, is the same answer and pays nothing more', async () => {
    for (const name of Object.keys(drills)) {
      const { request } = of(name);
      const before = await stage.projected.payouts.sandbox.createdWith(request.payoutId);
      const { status, body } = await stage.again(of(name));
      expect([status, body['id']]).toEqual([201, request.payoutId]);
      expect(await stage.projected.payouts.sandbox.createdWith(request.payoutId)).toEqual(before);
    }
  });
});

describe('PO-20 FR-10 the creation of a payout, every retry, and every change of its status', () => {
  it.each(Object.keys(drills))('is found by the id of the HTTP request, and says who did it: %s', async (name) => {
    const { request, requestId, key } = of(name);
    const { payoutId } = request;
    const facts = await stage.projected.payouts.facts(`payout-${payoutId}`);
    const [first, ...later] = facts;
    expect(first?.metadata).toMatchObject({
      requestId,
      idempotencyKey: key,
      causationId: requestId,
      actor: 'key:k1',
      onBehalfOf: 'acme',
    });
    expect(new Set(facts.map(({ metadata }) => metadata.correlationId))).toEqual(new Set([payoutId]));
    for (const { type, metadata } of later) {
      const isOfPerson = /Resumed|OutcomeResolved/.test(type);
      expect([type, metadata.actor]).toEqual([
        type,
        expect.stringMatching(isOfPerson ? /^user:ann$/ : /^(worker|gate|user:ann)$/),
      ]);
      expect([type, metadata.causationId]).toEqual([type, expect.stringMatching(/./)]);
    }
    const [shown, ...others] = await traced(requestId);
    expect(others).toEqual([]);
    const own = shown?.events.filter(({ stream }) => stream === `payout-${payoutId}`);
    expect(own?.map(({ event }) => event)).toEqual(facts.map(({ type }) => type.replace(/\.v\d+$/, '')));
  });

  it('has retries and decisions of people among them', async () => {
    const eventsOf = async (name: keyof typeof drills) =>
      (await traced(of(name).requestId))[0]?.events.map(({ event }) => event) ?? [];
    const retried = await eventsOf('timeout, nothing done');
    expect(retried.filter((event) => event === 'PayoutAttemptStarted')).toHaveLength(2);
    expect(await eventsOf('no access, mended by a person')).toContain('PayoutResumed');
    expect(await eventsOf('every answer is lost, and people find that it was not paid')).toContain(
      'PayoutOutcomeResolved',
    );
  });
});

describe('PO-21 a payout that nobody can explain', () => {
  it('is not tried again: a person who lets it go on has to say why', async () => {
    const { request } = of('no access');
    const silent = await decide(request.payoutId, ['resume', ...byAnn, '--reason', ' ']);
    expect(silent).toMatchObject({ exitCode: 1, errors: 'Refused: evidence-needed\n' });
    expect(await stage.get(`/v1/withdrawals/${request.payoutId}`)).toMatchObject({
      status: 'blocked',
      attempts: 1,
      review: { reason: 'blocked_by_provider' },
    });
  });

  it.each(['declined for good', 'failed at the provider', 'more than the wallet has'])(
    'says why it failed: %s',
    async (name) => {
      const { failure } = await stage.get(`/v1/withdrawals/${of(name).request.payoutId}`);
      expect(failure).toMatchObject({ code: expect.stringMatching(/./), message: expect.stringMatching(/.{15}/) });
    },
  );
});

describe('RS-15 ledger payout load', () => {
  const load = async (...args: readonly string[]) => (await runCli(payoutCommand(), 'load', '--json', ...args)).lines();

  it('counts what did not go by itself beside the volume, by operator and asset', async () => {
    const { request } = of('failed at the provider');
    const finding = {
      kind: 'missing-there',
      severity: 'high',
      subject: { ledgerId: of('success').request.payoutId },
      expected: 'settled',
      actual: 'none',
      since: request.requestedAt,
    } as const;
    const data = { finding, source: 'provider', now: new Date() };
    const breaks = new BreakStreams(stage.projected.payouts.aggregates());
    await breaks.execute(breakIdOf(finding), { type: 'RecordFinding', data }, 'worker');
    await stage.projected.caughtUp();
    expect(await load()).toEqual([
      {
        operator_id: 'acme',
        asset: 'USDT@tron/6',
        payouts: 12,
        volume: '15',
        paid: 6,
        failed: 4,
        in_review: 1,
        retried: 3,
        with_breaks: 1,
        exceptions: 8,
      },
    ]);
  });

  it('of a time, and of an operator', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect(await load('--from', tomorrow)).toEqual([]);
    expect(await load('--until', tomorrow, '--operator', 'acme')).toHaveLength(1);
    expect(await load('--operator', 'other')).toEqual([]);
  });
});

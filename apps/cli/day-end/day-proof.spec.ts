import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { amountOf, LedgerFacts } from '#apps/api/testing/ledger-facts.js';
import { CloseDayJob } from '#libs/day-end/close-day.job.js';
import type { EventStreams } from '#libs/event-streams/event-streams.js';
import { external, receivable } from '#libs/ledger/account-name.js';
import { Accounts } from '#libs/ledger/accounts.js';
import { money } from '#libs/money/money.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import type { SwapRequest } from '#libs/swaps/swap.events.js';
import { legOf } from '#libs/transfers/transfer.js';
import type { TransferRequest } from '#libs/transfers/transfer.events.js';
import { before } from '#test/support/overlapping.js';
import { PayoutStage, usdt } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, minute, workerProcess } from '#test/support/stage-processes.js';
import { requestSwap, swapProcess } from '#test/support/swap-stage.js';
import { requestTransfer, transferProcess } from '#test/support/transfer-stage.js';
import { runCli } from '../support/run-command.spec-support.js';
import { dayEndCommand } from './day-end.command.js';

type Row = Readonly<Record<string, unknown>>;

const [first, second, third] = ['2026-05-18', '2026-05-19', '2026-05-20'] as const;
const environment = { ...process.env };
const funding = amountOf('40');
let now = Date.parse(`${first}T12:00:00Z`);
let stage: PayoutStage;
let gate: StageGate;
let paid: PayoutRequest;
let straddling: PayoutRequest;
let transfer: TransferRequest;
let swap: SwapRequest;

beforeAll(async () => {
  stage = await PayoutStage.start({ now: () => now });
  gate = await stage.startGate();
  process.env['EVENTSTORE_URL'] = stage.eventStoreUrl;
  paid = await stage.request();
  await carry(paid.payoutId, worker(stage.streams));
  transfer = await requestTransfer(stage);
  await carryTransfer();
  swap = await requestSwap(stage);
  await carrySwap();
  await detectDeposit();
  straddling = await stage.request();
  await carry(straddling.payoutId, worker(before('HoldCaptured', stage.streams, turnOfDay)));
  await creditDeposit();
  now = Date.parse(`${third}T12:00:00Z`);
  const job = new CloseDayJob(stage.streams, stage.aggregates(), { now: () => new Date(now) });
  await job.closeDue({ timeZone: 'UTC', graceMs: 0 }, 'spec');
}, 60_000);
afterAll(async () => {
  process.env = environment;
  await gate.stop();
  await stage.stop();
});

/** What is settled is captured on the next day only. */
async function turnOfDay(): Promise<void> {
  now = Date.parse(`${second}T00:00:00Z`);
  return Promise.resolve();
}

type Worker = ReturnType<typeof worker>;

function worker(streams: EventStreams) {
  const clock = earlierClock();
  return { clock, advance: workerProcess(stage, { streams, clock, gateUrl: gate.url }) };
}

async function carry(payoutId: string, { clock, advance }: Worker): Promise<void> {
  for (let looks = 0; looks < 6; looks++) {
    await advance.advance(payoutId);
    for (const { id } of await stage.sandbox.createdWith(payoutId)) await stage.sandbox.until(id, hasEnded);
    clock.advance(minute);
  }
}

async function carryTransfer(): Promise<void> {
  const legs = worker(stage.streams);
  const transfers = transferProcess(stage, { streams: stage.streams, clock: legs.clock });
  await transfers.advance(transfer.transferId);
  await carry(legOf(transfer.transferId), legs);
  for (let looks = 0; looks < 3; looks++) await transfers.advance(transfer.transferId);
}

async function carrySwap(): Promise<void> {
  const clock = earlierClock();
  for (let looks = 0; looks < 6; looks++) {
    await swapProcess(stage, { clock, gateUrl: gate.url, streams: stage.streams }).advance(swap.swapId);
    for (const { id } of await stage.sandbox.createdWith(swap.swapId)) await stage.sandbox.until(id, hasEnded);
    clock.advance(minute);
  }
}

async function detectDeposit(): Promise<void> {
  const [depositId, at] = ['dep_1', new Date(now)];
  const owner = { operatorId: 'acme', walletId: 'wal_in', widgetId: 'widget' };
  const seen = { providerId: 'incoming-1', incomingId: 'inc_1', amount: funding, address: 'T1', evidence: 'pull' };
  const detected = { depositId, ...owner, ...seen, value: {}, status: 'Pending', detectedAt: at } as const;
  await new LedgerFacts(stage.streams).appendToDeposit(depositId, { type: 'DepositDetected', data: detected });
  const data = { incomingId: 'inc_1', from: external('tron'), amount: funding, reference: depositId, evidence: 'pull' };
  await onDepositWallet({ type: 'DetectIncoming', data: { ...data, now: at } });
}

async function creditDeposit(): Promise<void> {
  const at = new Date(now);
  await onDepositWallet({ type: 'ConfirmIncoming', data: { incomingId: 'inc_1', evidence: 'pull', now: at } });
  const moved = { depositId: 'dep_1', money: 'credited', movedAt: at } as const;
  await new LedgerFacts(stage.streams).appendToDeposit('dep_1', { type: 'DepositMoneyMoved', data: moved });
}

async function onDepositWallet(command: Parameters<Accounts['execute']>[1]): Promise<void> {
  const accounts = new Accounts(stage.aggregates(), 'spec');
  await accounts.execute({ walletId: 'wal_in', asset: usdt }, command, { id: 'dep_1', operatorId: 'acme' });
}

async function proof(day: string): Promise<{ readonly rows: readonly Row[]; readonly exitCode: number }> {
  const run = await runCli(dayEndCommand(), day, '--proof', '--json');
  return { rows: run.lines(), exitCode: run.exitCode };
}

describe('RS-03 the proof of a closed day', () => {
  it('ties every movement of the day to the transaction of the provider that ended on it', async () => {
    const { rows, exitCode } = await proof(first);
    expect(exitCode).toBe(0);
    const tied = rows.filter(({ tied: cause }) => typeof cause === 'string');
    expect(tied.map(({ tied: cause, asset, fee }) => `${String(cause)} ${String(asset)} ${String(fee)}`)).toEqual(
      expect.arrayContaining([
        `${paid.payoutId} USDT@tron/6 false`,
        `${legOf(transfer.transferId)} USDT@tron/6 false`,
        `${transfer.transferId} USDT@tron/6 false`,
        `${swap.swapId} USDT@tron/6 false`,
        `${swap.swapId} USDC@tron/6 false`,
      ]),
    );
    expect(tied).toHaveLength(5);
    const [transaction] = await stage.sandbox.createdWith(paid.payoutId);
    const row = tied.find(({ tied: cause }) => cause === paid.payoutId);
    expect(row).toMatchObject({ booked: '-1', provider: '-1', provider_id: transaction?.id });
  });

  it('lists and explains one by one what does not, and nothing is left of the totals', async () => {
    const { rows } = await proof(first);
    const differences = rows.filter(({ kind }) => kind !== undefined);
    expect(differences.filter(({ kind }) => kind !== 'without-a-transaction')).toMatchObject([
      { kind: 'ended-on-another-day', cause: 'dep_1', booked: '40', provider: '0', provider_id: 'incoming-1' },
      { kind: 'booked-on-another-day', cause: straddling.payoutId, booked: '0', provider: '-1.000001' },
    ]);
    const openings = differences.filter(({ kind }) => kind === 'without-a-transaction');
    expect(openings.map(({ explanation }) => explanation)).toEqual(
      openings.map(() => expect.stringContaining('opening-funding, booked by account-')),
    );
    const totals = rows.filter(({ unexplained }) => unexplained !== undefined);
    expect(totals.map(({ asset, unexplained }) => [asset, unexplained])).toEqual([
      ['TRX@tron/6', '0'],
      ['USDC@tron/6', '0'],
      ['USDT@tron/6', '0'],
    ]);
  });

  it('finds the other half of both on the next day', async () => {
    const { rows, exitCode } = await proof(second);
    expect(exitCode).toBe(0);
    expect(rows.slice(1)).toMatchObject([
      { kind: 'booked-on-another-day', cause: 'dep_1', booked: '0', provider: '40' },
      { kind: 'ended-on-another-day', cause: straddling.payoutId, booked: '-1.000001', provider: '0' },
    ]);
  });

  it('fails where more was booked than the transaction moved', async () => {
    const accounts = new Accounts(stage.aggregates(), 'spec');
    const wrong = { to: external('tron'), shortfallFrom: receivable('acme'), amount: money(usdt, 1n) };
    const data = { ...wrong, reason: 'correction', reference: 'twice', evidence: 'e', now: new Date(now) } as const;
    const cause = { id: paid.payoutId, operatorId: 'acme' };
    await accounts.execute({ walletId: paid.walletId, asset: usdt }, { type: 'Debit', data }, cause);
    now = Date.parse('2026-05-21T00:00:00Z');
    const job = new CloseDayJob(stage.streams, stage.aggregates(), { now: () => new Date(now) });
    await job.closeDue({ timeZone: 'UTC', graceMs: 0 }, 'spec');
    const { rows, exitCode } = await proof(third);
    expect(exitCode).toBe(1);
    expect(rows).toMatchObject([
      { asset: 'USDT@tron/6', difference: '-0.000001', unexplained: '-0.000001' },
      { kind: 'unexplained', cause: paid.payoutId, booked: '-0.000001', provider: '0' },
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { payoutCodec } from '#libs/payouts/payout.codec.js';
import type { PayoutRequest } from '#libs/payouts/payout.events.js';
import { BreakStreams } from '#libs/reconciliation/break-streams.js';
import { breakIdOf } from '#libs/reconciliation/items.js';
import { SystemClock } from '#libs/platform/clock.js';
import type { TransferRequest } from '#libs/transfers/transfer.events.js';
import { ProjectedStage } from '#test/support/projected-stage.js';
import { carry, earlierClock, workerProcess } from '#test/support/stage-processes.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { requestTransfer, transferProcess } from '#test/support/transfer-stage.js';
import { runCli } from '../support/run-command.spec-support.js';
import { traceCommand } from './trace.command.js';

interface Shown {
  readonly resource: string;
  readonly id: string;
  readonly events: readonly { event: string; stream: string; actor: string; elapsedMs: number; position: string }[];
  readonly notKnownYet: readonly string[];
}

let stage: ProjectedStage;
let gate: StageGate;
let paid: PayoutRequest;
let doubled: PayoutRequest;
let twin: PayoutRequest;
let open: PayoutRequest;
let transfer: TransferRequest;

beforeAll(async () => {
  stage = await ProjectedStage.start();
  const { payouts } = stage;
  gate = await payouts.startGate();
  paid = await payouts.request({ reference: 'invoice-7' });
  doubled = await payouts.request();
  await payouts.sandbox.misbehave(doubled.payoutId, { scenario: 'duplicate-create' });
  transfer = await requestTransfer(payouts);
  const clock = earlierClock();
  const moving = transferProcess(payouts, { streams: payouts.streams, clock: new SystemClock() });
  await moving.advance(transfer.transferId);
  const leg = { ...paid, payoutId: transfer.transferId.replace('tr_', 'po_') };
  for (const request of [paid, doubled, leg])
    await carry(payouts, request, { worker: workerProcess(payouts, { clock, gateUrl: gate.url }), clock });
  await moving.advance(transfer.transferId);
  const { providerWalletId, amount } = paid;
  twin = await payouts.request({ providerWalletId, amount });
  await workerProcess(payouts).advance(twin.payoutId);
  open = await payouts.request();
  await stage.caughtUp();
}, 60_000);
afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

async function traced(reference: string): Promise<readonly Shown[]> {
  const { lines } = await runCli(traceCommand(), reference, '--json');
  return lines() as unknown as readonly Shown[];
}

const kindsOf = ({ events }: Shown) => new Set(events.map(({ stream }) => stream.replace(/-.*/, '')));

describe('PO-02 PO-07 PO-13 ledger trace', () => {
  it('shows everything that a payout caused, in the order of the log', async () => {
    const [shown, ...others] = await traced(paid.payoutId);
    if (!shown) throw new Error('Nothing was found');
    expect(others).toEqual([]);
    expect({ resource: shown.resource, id: shown.id }).toEqual({ resource: 'withdrawal', id: paid.payoutId });
    expect(kindsOf(shown)).toEqual(new Set(['payout', 'account', 'intent', 'gate']));
    const events = shown.events.map(({ event }) => event);
    for (const event of ['PayoutRequested', 'FundsHeld', 'PayoutIntended', 'WithdrawalApproved', 'HoldCaptured'])
      expect(events.filter((each) => each === event)).toEqual([event]);
    const positions = shown.events.map(({ position }) => Number(position));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(shown.events.map(({ elapsedMs }) => elapsedMs >= 0)).not.toContain(false);
    expect(new Set(shown.events.map(({ actor }) => actor))).toEqual(new Set(['stage', 'worker', 'gate']));
  });

  it('PO-08 OP-06 shows the same from every reference', async () => {
    const fromId = await traced(paid.payoutId);
    const facts = await stage.payouts.facts(`payout-${paid.payoutId}`);
    const settled = facts.map((fact) => payoutCodec.decode(fact)).find(({ type }) => type === 'PayoutSettled');
    if (settled?.type !== 'PayoutSettled') throw new Error('It is not paid');
    const { providerId, transactionHash = '' } = settled.data;
    for (const reference of [providerId, transactionHash, 'invoice-7']) expect(await traced(reference)).toEqual(fromId);
  });

  it('has the second transaction that the provider made of one request, and the gate’s no to it', async () => {
    const [shown] = await traced(doubled.payoutId);
    const gates = new Set(shown?.events.map(({ stream }) => stream).filter((stream) => stream.startsWith('gate-')));
    expect(gates.size).toBe(2);
    expect(shown?.events.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['WithdrawalApproved', 'ForeignWithdrawalRejected', 'PayoutSettled']),
    );
  });

  it('has nothing of another payout that asks for exactly the same', async () => {
    const [shown] = await traced(twin.payoutId);
    expect(shown?.events.filter(({ event }) => event === 'PayoutIntended')).toHaveLength(1);
    expect(shown?.events.filter(({ stream }) => stream === `payout-${paid.payoutId}`)).toEqual([]);
  });

  it('follows a transfer into its leg and both wallets', async () => {
    const [shown] = await traced(transfer.transferId);
    if (!shown) throw new Error('Nothing was found');
    expect(shown.resource).toBe('transfer');
    expect(kindsOf(shown)).toEqual(new Set(['transfer', 'payout', 'account', 'intent', 'gate']));
    expect(shown.events.at(-1)?.event).toBe('TransferCompleted');
    expect(
      new Set(shown.events.map(({ stream }) => stream).filter((stream) => stream.startsWith('account-'))).size,
    ).toBe(2);
  });

  it('RS-02 opens a break into the events of what differs', async () => {
    const subject = { ledgerId: paid.payoutId, providerId: 'unknown-there' };
    const texts = { expected: 'settled', actual: 'none', since: new Date() };
    const finding = { kind: 'missing-there', severity: 'critical', subject, ...texts } as const;
    const breakId = breakIdOf(finding);
    const data = { finding, source: 'provider', now: new Date() };
    await new BreakStreams(stage.payouts.aggregates()).execute(breakId, { type: 'RecordFinding', data }, 'worker');
    const [shown] = await traced(breakId);
    const [ofPayout] = await traced(paid.payoutId);
    expect(shown?.events.map(({ position }) => position)).toEqual(ofPayout?.events.map(({ position }) => position));
    expect(shown?.events.at(-1)?.event).toBe('BreakOpened');
    expect(shown?.notKnownYet).toContain(`${breakId}: why the two sides differ`);
  });

  it('says what is not known yet, and when all of it is', async () => {
    const { text } = await runCli(traceCommand(), open.payoutId);
    expect(text).toContain(`Not known yet:\n  ${open.payoutId}: whether the funds cover it\n`);
    const [shown] = await traced(paid.payoutId);
    const ofItself = shown?.notKnownYet.filter((gap) => gap.startsWith(paid.payoutId));
    expect(ofItself?.filter((gap) => !gap.includes('network fee'))).toEqual([]);
  });

  it('shows all that share a reference, the newest first, or as many as are wanted', async () => {
    const all = await traced('player-7');
    expect(all.map(({ id }) => id)).toEqual([open, twin, doubled, paid].map(({ payoutId }) => payoutId));
    const { text } = await runCli(traceCommand(), 'player-7', '--limit', '1');
    expect(text).toContain(`withdrawal ${open.payoutId}: 1 events in 0.000s`);
    expect(text).toContain('3 older ones share player-7; see --limit\n');
  });

  it('refuses what the ledger has never heard of', async () => {
    const { errors, exitCode } = await runCli(traceCommand(), 'nothing-of-ours');
    expect({ errors, exitCode }).toEqual({ errors: 'The ledger knows nothing under nothing-of-ours\n', exitCode: 1 });
  });
});

describe('PO-03 PO-11 every event of a payout’s chain', () => {
  it('carries the payout as what it is for', async () => {
    const [shown] = await traced(doubled.payoutId);
    const correlations = new Set<string>();
    for (const { stream } of shown?.events ?? [])
      for (const { metadata } of await stage.payouts.facts(stream))
        if (!stream.startsWith('account-')) correlations.add(metadata.correlationId);
    expect([...correlations]).toEqual([doubled.payoutId]);
  });
});

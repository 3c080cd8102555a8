import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endsAmong, MortalProcess, ProcessEnded } from '#test/support/mortal-process.js';
import { safetyProblems } from '#test/support/payout-outcome.js';
import { openingFunds, PayoutStage } from '#test/support/payout-stage.js';
import { hasEnded } from '#test/support/sandbox-client.js';
import type { StageGate } from '#test/support/stage-gate.js';
import { earlierClock, minute, workerProcess } from '#test/support/stage-processes.js';
import { endOfTransfer, requestTransfer, transferBalances, transferProcess } from '#test/support/transfer-stage.js';
import type { ManualClock } from '../inabit/testing/manual-clock.js';
import type { PayoutRequest } from '../payouts/payout.events.js';
import { PayoutStreams } from '../payouts/payout-streams.js';
import type { TransferRequest } from './transfer.events.js';
import { legOf } from './transfer.js';

let stage: PayoutStage;
let gate: StageGate;
const legs: PayoutRequest[] = [];

beforeAll(async () => {
  stage = await PayoutStage.start();
  gate = await stage.startGate();
});

afterAll(async () => {
  await gate.stop();
  await stage.stop();
});

interface Story {
  readonly scenarios?: readonly object[];
  readonly then?: 'offer' | 'fail';
  readonly funds?: bigint;
}

interface Life {
  readonly calls: readonly string[];
  readonly endedAt: string | undefined;
  readonly facts: readonly string[];
  readonly balances: Readonly<Record<string, bigint>>;
  readonly request: TransferRequest;
}

interface Process {
  readonly advance: (request: TransferRequest) => Promise<void>;
}

/** One worker: what carries payouts on and what carries transfers on. */
function worker(clock: ManualClock, mortal: MortalProcess): Process {
  const { payments, reader } = stage.usualGateway;
  const streams = mortal.port(stage.streams);
  const ports = { streams, payments: mortal.port(payments), reader: mortal.port(reader) };
  const payouts = workerProcess(stage, { clock, gateUrl: gate.url, ...ports });
  const transfers = transferProcess(stage, { streams, clock });
  return {
    advance: async ({ transferId }) => {
      await transfers.advance(transferId);
      await payouts.advance(legOf(transferId));
      await transfers.advance(transferId);
    },
  };
}

const immortal = () => new MortalProcess(Number.POSITIVE_INFINITY, 'before');
const terminal = new Set(['TransferCompleted', 'TransferFailed']);

/** The life of a transfer whose first worker ends at its n-th call; whoever comes next knows nothing but the log. */
async function live(story: Story, mortal = immortal(), workers = 1): Promise<Life> {
  const { scenarios = [], then = 'offer', funds } = story;
  const request = await requestTransfer(stage, funds);
  const leg = legOf(request.transferId);
  const clock = earlierClock();
  await stage.sandbox.misbehave(leg, ...scenarios, { scenario: 'approver-silent', times: 9 });
  let processes = [worker(clock, mortal), ...Array.from({ length: workers - 1 }, () => worker(clock, immortal()))];
  for (let looks = 0; looks < 12; looks++) {
    const ended = await Promise.all(processes.map((each) => each.advance(request).then(() => false, isEnd)));
    if (ended.includes(true)) processes = [worker(clock, immortal())];
    for (const transaction of (await stage.sandbox.createdWith(leg)).filter((each) => !hasEnded(each))) {
      await stage.sandbox.make(transaction.id, then);
      await stage.sandbox.until(transaction.id, hasEnded);
    }
    if (!ended.includes(true) && terminal.has((await endOfTransfer(stage, request)).at(-1) ?? '')) break;
    clock.advance(minute + 10_000);
  }
  const payout = await new PayoutStreams(stage.aggregates(), 'spec').load(leg);
  if (payout.status !== 'absent') legs.push(payout.request);
  const facts = await endOfTransfer(stage, request);
  const { calls, endedAt } = mortal;
  return { calls, endedAt, facts, balances: await transferBalances(stage, request), request };
}

function isEnd(error: unknown): true {
  if (error instanceof ProcessEnded) return true;
  throw error;
}

function expectArrived({ facts, balances, request }: Life): void {
  const { minor } = request.amount;
  expect(facts).toEqual(['TransferRequested', 'TransferLegPlaced', 'TransferLegSettled', 'TransferCompleted']);
  const left = openingFunds - minor;
  expect(balances).toEqual({
    'external:tron': -openingFunds,
    'wallet:master:available': left,
    'wallet:operator:available': minor,
  });
}

function expectBack({ facts, balances }: Life, funds = openingFunds): void {
  expect(facts).toEqual(['TransferRequested', 'TransferLegPlaced', 'TransferFailed']);
  expect(balances).toEqual({ 'external:tron': -funds, 'wallet:master:available': funds });
}

describe('IN-10 IN-11 a transfer between the wallets of the organisation', () => {
  it('arrives, and nothing stays in transit', async () => expectArrived(await live({})), 60_000);

  it('arrives once when the provider’s answer is lost', async () => {
    expectArrived(await live({ scenarios: [{ scenario: 'lose-response-before-acceptance' }] }));
  }, 60_000);

  it('gives its money back when the transaction fails', async () => expectBack(await live({ then: 'fail' })), 60_000);

  it('fails when the Master Wallet does not cover it', async () => expectBack(await live({ funds: 1n }), 1n), 60_000);

  it('arrives once when two workers carry it on', async () => expectArrived(await live({}, immortal(), 2)), 60_000);
});

describe('F3.1 a worker that ends at any one of its calls to the outside', () => {
  it.each([
    ['arrives', {}, 'createWithdrawal', expectArrived],
    ['gives its money back', { then: 'fail' }, 'pullTransaction', expectBack],
  ] as const)(
    'the transfer %s all the same',
    async (_, story, call, check) => {
      const ends = endsAmong((await live(story)).calls);
      const endedAt: (string | undefined)[] = [];
      for (let from = 0; from < ends.length; from += 10) {
        const batch = ends.slice(from, from + 10);
        const lives = await Promise.all(batch.map((at) => live(story, new MortalProcess(at, 'after'))));
        for (const life of lives) check(life);
        endedAt.push(...lives.map((life) => life.endedAt));
      }
      expect(endedAt).toEqual(expect.arrayContaining(['append transfer', 'append payout', 'append account', call]));
    },
    120_000,
  );
});

describe('INV-P3 INV-P4 INV-P5 INV-P6 after all this', () => {
  it('every leg is as safe as any payout', async () => {
    expect(legs.length).toBeGreaterThan(20);
    expect(await safetyProblems(stage, legs)).toEqual([]);
  });
});

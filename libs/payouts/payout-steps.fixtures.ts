import * as fc from 'fast-check';
import type { Step } from '../decider/laws.fixtures.js';
import { money } from '../money/money.js';
import type { ObservedTransaction } from './observed-transaction.js';
import type { PayoutCommand } from './payout.commands.js';
import { at, request, usdt } from './payout.fixtures.js';
import * as example from './payout-commands.fixtures.js';

/** What a step is made from: everything that the world may vary, whether or not the command needs it. */
interface Draw {
  readonly type: PayoutCommand['type'];
  readonly actor: number;
  readonly looks: boolean;
  readonly minutes: number;
  /** Counted back from the latest attempt of the opening. */
  readonly attemptsBack: number;
  readonly providerId: string;
  readonly flaw: Partial<ObservedTransaction>;
  readonly gateHealthy: boolean;
  readonly word: string;
  readonly paid: boolean;
}

/** In what a transaction may differ from what was asked for. */
const flaws: readonly Partial<ObservedTransaction>[] = [
  { amount: money(usdt, 12_500_001n) },
  { amount: money({ ...usdt, chain: 'ethereum' }, request.amount.minor) },
  { providerWalletId: 'provider-wallet-2' },
  { destination: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' },
  { createdAt: at(-60) },
];

const everyType = Object.values(example.payoutCommands).map(({ type }) => type);
/** These come up more often, so that the runs get far. */
const frequent = [
  ...(['StartAttempt', 'StartAttempt', 'RecordUnknown', 'RecordBlocked', 'ResumePayout'] as const),
  ...(['RecordAccepted', 'BindTransaction', 'RecordSettled'] as const),
];

const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.record({
    type: fc.oneof(fc.constantFrom(...everyType), fc.constantFrom(...frequent)),
    actor: fc.integer({ min: 0, max: 1 }),
    looks: fc.boolean(),
    minutes: fc.integer({ min: 0, max: 40 }),
    attemptsBack: fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -2, max: 2 }) },
    ),
    providerId: fc.constantFrom('tx-1', 'tx-1', 'tx-2', 'tx-3'),
    flaw: fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom(...flaws) }),
    gateHealthy: fc.boolean(),
    word: fc.constantFrom('ann', 'bob', ''),
    paid: fc.boolean(),
  }),
  { maxLength: 30, size: 'max' },
);

/** How many attempts have ended unknown before anything may happen; -1: it was only requested, -2: nothing was. */
const unknownsBefore = fc.integer({ min: -2, max: 5 });

/** Any interleaving of the commands of two actors: duplicates, late answers, callbacks for several transactions. */
export const payoutSteps: fc.Arbitrary<readonly Step<PayoutCommand>[]> = fc
  .tuple(unknownsBefore, draws)
  .map(([unknowns, drawn]) => {
    let minute = 10;
    return [
      ...opening(unknowns).map((command) => ({ actor: 0, looks: true, command })),
      ...drawn.map((draw) => {
        minute += draw.minutes;
        const attempt = Math.max(1, unknowns + 1 - draw.attemptsBack);
        const command = commandOf[draw.type](draw, { attempt, now: at(minute) });
        return { actor: draw.actor, looks: draw.looks, command: example.timed(command, at(minute)) };
      }),
    ];
  });

function opening(unknowns: number): readonly PayoutCommand[] {
  if (unknowns < 0) return unknowns === -1 ? [example.requestPayout] : [];
  const attempts = Array.from({ length: unknowns }, (_, index) => [
    example.startAttempt('canary passed'),
    example.recordUnknown(index + 1),
  ]);
  return [example.requestPayout, example.reserveFunds, ...attempts.flat(), example.startAttempt('canary passed')];
}

type Time = { readonly attempt: number; readonly now: Date };

/** The command of a type that a draw makes at a time. */
const commandOf: Readonly<Record<PayoutCommand['type'], (draw: Draw, time: Time) => PayoutCommand>> = {
  RequestPayout: ({ paid }) => ({
    type: 'RequestPayout',
    data: { ...request, requestHash: paid ? request.requestHash : 'b2'.repeat(32) },
  }),
  RecordFundsReserved: () => example.reserveFunds,
  RejectForFunds: () => example.rejectForFunds,
  StartAttempt: ({ gateHealthy }) => example.startAttempt(gateHealthy ? 'canary passed' : undefined),
  RecordAccepted: ({ providerId }, { attempt }) => example.recordAccepted(attempt, providerId),
  RecordDeclined: ({ word }, { attempt }) => example.recordDeclined(attempt, word),
  RecordBlocked: ({ word }, { attempt }) => example.recordBlocked(attempt, word),
  RecordUnknown: (_, { attempt }) => example.recordUnknown(attempt),
  BindTransaction: ({ providerId, flaw }, { attempt, now }) =>
    example.bindTransaction(providerId, { createdAt: now, ...flaw }, attempt),
  RecordBroadcast: ({ providerId, word }) => example.recordBroadcast(`hash-${word}`, providerId),
  RecordSettled: ({ providerId, flaw }, { now }) => example.recordSettled(providerId, { createdAt: now, ...flaw }),
  RecordProviderFailed: ({ providerId, word }) => {
    const { type, data } = example.recordProviderFailed(providerId);
    return { type, data: { ...data, providerStatus: `Failed ${word}` } };
  },
  RequireReview: () => example.requireReview(),
  ResumePayout: ({ word }, { now }) => ({ type: 'ResumePayout', data: { by: 'ann', reason: word, now } }),
  ResolveOutcome: ({ providerId, word, paid, gateHealthy }) =>
    example.resolveOutcome(paid ? 'paid' : 'not-paid', {
      providerId: paid ? providerId : undefined,
      resolvedBy: 'ann',
      approvedBy: word,
      evidence: gateHealthy ? 'statement' : ' ',
    }),
};

import { describe, expect, it } from '@jest/globals';
import { givenWhenThen } from '../decider/given-when-then.js';
import { historyOf } from './payout.fixtures.js';
import { payoutCommands } from './payout-commands.fixtures.js';
import { payoutDecider } from './payout.js';

/** What each command, about attempt 1 and transaction tx-1, yields in each status. `status`: payout-not-in-status. */
const table = `
                      absent  requested  rejected  reserved  submitted             bound    settled  released
RequestPayout         facts   nothing    nothing   nothing   nothing               nothing  nothing  nothing
RecordFundsReserved   status  facts      status    nothing   nothing               nothing  nothing  nothing
RejectForFunds        status  facts      nothing   status    status                status   status   status
StartAttempt          status  status     status    facts     attempt-in-flight     status   status   status
RecordAccepted        status  status     status    status    facts                 facts    nothing  late
RecordDeclined        status  status     status    status    facts                 nothing  nothing  nothing
RecordBlocked         status  status     status    status    facts                 nothing  nothing  nothing
RecordUnknown         status  status     status    status    facts                 nothing  nothing  nothing
BindTransaction       status  status     status    status    facts                 nothing  nothing  status
RecordBroadcast       status  status     status    status    status                facts    nothing  nothing
RecordSettled         status  status     status    status    status                facts    nothing  late
RecordProviderFailed  status  status     status    status    transaction-not-ours  facts    late     late
RequireReview         status  status     status    status    facts                 facts    status   status
ResumePayout          status  status     status    status    nothing               nothing  status   status
ResolveOutcome        status  status     status    status    facts                 facts    status   status
`;
const [header = [], ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));
const cells = rows.flatMap(([command = '', ...yields]) =>
  yields.map((expected, column) => ({ command, status: header[column] ?? '', expected })),
);
const { given } = givenWhenThen(payoutDecider);

function yieldOf(command: string, status: string): string {
  const decision = Object.entries(historyOf)
    .filter(([name]) => name === status)
    .flatMap(([, history]) =>
      Object.values(payoutCommands)
        .filter(({ type }) => type === command)
        .map((example) => given(...history).when(example).decision),
    )[0];
  if (!decision) throw new Error(`No example of ${command} or ${status}`);
  if (!decision.ok) return decision.rejection.code === 'payout-not-in-status' ? 'status' : decision.rejection.code;
  const [first] = decision.events;
  if (!first) return 'nothing';
  return first.type === 'LateProviderEventRecorded' ? 'late' : 'facts';
}

describe('INV-P2 every command in every status', () => {
  it('is in the table', () => {
    expect(header).toEqual(Object.keys(historyOf));
    expect(rows.map(([command]) => command)).toEqual(Object.keys(payoutCommands));
    expect(cells).toHaveLength(header.length * rows.length);
  });

  it.each(cells)('$command in a payout that is $status: $expected', ({ command, status, expected }) =>
    expect(yieldOf(command, status)).toBe(expected),
  );

  it.each(Object.entries(historyOf))('the history of a payout that is %s leads there', (status, history) =>
    expect(history.reduce(payoutDecider.evolve, payoutDecider.initial).status).toBe(status),
  );
});

import type { Clock } from '../platform/clock.js';
import type { DepositPostings, DepositProblem } from './deposit-postings.reactor.js';
import type { DepositEvent } from './deposit.events.js';
import { isDetected, moneyFor, type Deposit, type DetectedDeposit } from './deposit.state.js';
import type { DepositStreams } from './deposit-streams.js';
import type { UnlinkedPayments } from './unlinked-payment.reactor.js';

/** Others may change the deposit meanwhile; more often than this is a defect. */
const rounds_max = 10;

/** Brings the money of a deposit to where it belongs. */
export class SettleDeposit {
  constructor(
    private readonly streams: DepositStreams,
    private readonly unlinked: Pick<UnlinkedPayments, 'place'>,
    private readonly postings: Pick<DepositPostings, 'bring'>,
    private readonly clock: Clock,
  ) {}

  /** Until the money is where the newest state of the deposit wants it, whoever else moves it meanwhile. */
  async settle(known: Deposit, evidence: string): Promise<readonly DepositEvent[]> {
    const facts: DepositEvent[] = [];
    let deposit = known;
    for (let round = 0; round < rounds_max; round++) {
      if (!isDetected(deposit)) return facts;
      const { status } = deposit;
      const placing = await this.unlinked.place(deposit);
      if (placing.is === 'beside') {
        facts.push(...(await this.review(deposit, [placing.reason, placing.what], evidence)));
        deposit = { ...deposit, beside: placing.what };
      }
      const money = placing.is === 'awaited' ? 'locked' : moneyFor(deposit);
      const problem = await this.postings.bring(deposit, money, evidence);
      if (problem) facts.push(...(await this.review(deposit, problem, evidence)));
      if (problem?.[0] === 'account-disagrees') return facts;
      const data = { money, now: this.clock.now() };
      const moved = await this.streams.onDeposit(deposit.detected.depositId, { type: 'RecordDepositMoney', data });
      if (moved.outcome === 'accepted') facts.push(...moved.events);
      deposit = moved.state;
      if (isDetected(deposit) && (deposit.status === status || moneyFor(deposit) === money)) return facts;
    }
    throw new Error('The deposit does not come to rest');
  }

  private async review(
    { detected }: DetectedDeposit,
    [reason, detail]: DepositProblem,
    evidence: string,
  ): Promise<readonly DepositEvent[]> {
    const data = { reason, detail, evidence, now: this.clock.now() };
    const required = await this.streams.onDeposit(detected.depositId, { type: 'RequireDepositReview', data });
    return required.outcome === 'accepted' ? required.events : [];
  }
}

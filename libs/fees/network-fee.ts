import { accept, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { fees, receivable } from '../ledger/account-name.js';
import type { AccountCommand } from '../ledger/account.commands.js';
import { isPositive, negate, sameMoney, subtract, zero, type Money } from '../money/money.js';
import type { FeeSubject, NetworkFeeEvent, NetworkFeeObserved, NetworkFeeUnclear } from './network-fee.events.js';
import type { ReportedFee } from './reported-fee.js';

export interface RecordFee {
  readonly type: 'RecordFee';
  readonly data: {
    readonly subject: FeeSubject;
    readonly reported: ReportedFee;
    /** What somebody else has booked of it already: the fee that a swap settled with. */
    readonly bookedElsewhere?: Money | undefined;
    readonly evidence: string;
    readonly observedAt: Date;
  };
}

/** The fee of one transaction of the provider's, as far as it is known. */
export interface NetworkFee {
  readonly changes: readonly NetworkFeeObserved[];
  /** The last answer that could not be booked, until one can. */
  readonly unclear?: NetworkFeeUnclear;
}

export type NetworkFeeDecision = Decision<NetworkFeeEvent, never>;

/** The rules of a network fee: the last answer counts, and each change is booked once. */
export const networkFeeDecider: Decider<RecordFee, NetworkFee, NetworkFeeEvent, never> = {
  initial: { changes: [] },
  decide: ({ data }, state) => recordFee(data, state),
  evolve: (state, event) => {
    switch (event.type) {
      case 'NetworkFeeObserved':
        return { changes: [...state.changes, event.data] };
      case 'NetworkFeeUnclear':
        return { ...state, unclear: event.data };
      default:
        return unreachable(event);
    }
  },
};

function recordFee(data: RecordFee['data'], state: NetworkFee): NetworkFeeDecision {
  const { subject, reported, bookedElsewhere, evidence, observedAt } = data;
  if (isOlder(observedAt, state)) return accept();
  if ('problem' in reported) {
    const { problem: reason, reported: text } = reported;
    if (state.unclear && state.unclear.reason === reason && state.unclear.reported === text) return accept();
    const unclear = { ...subject, reason, reported: text, evidence, observedAt };
    return accept({ type: 'NetworkFeeUnclear', data: unclear });
  }
  const { fee } = reported;
  const before = state.changes.at(-1)?.fee ?? bookedElsewhere ?? zero(fee.asset);
  if (sameMoney(fee, before) && !state.unclear) return accept();
  const change = state.changes.length + 1;
  return accept({ type: 'NetworkFeeObserved', data: { ...subject, change, fee, before, evidence, observedAt } });
}

/** Two workers may look at once: the answer that was there first must not undo the other. */
function isOlder(observedAt: Date, { changes, unclear }: NetworkFee): boolean {
  const latest = Math.max(changes.at(-1)?.observedAt.getTime() ?? 0, unclear?.observedAt.getTime() ?? 0);
  return observedAt.getTime() < latest;
}

/** Takes the fee out of the paying wallet's account, or gives a part of it back. */
type FeeBooking = Extract<AccountCommand, { type: 'Debit' | 'Credit' }>;

/**
 * What a change means for the account of the paying wallet. The money is gone already, so what the wallet has not got is
 * owed by its operator. Undefined where nothing moves.
 */
export function bookingOf(observed: NetworkFeeObserved, now: Date): FeeBooking | undefined {
  const { providerId, change, fee, before, evidence, operatorId, kind } = observed;
  const difference = subtract(fee, before);
  if (difference.minor === 0n) return undefined;
  const shared = { reference: `fee-${providerId}-${change}`, evidence, now };
  if (!isPositive(difference)) {
    const returned = { from: fees('network'), amount: negate(difference), reason: 'fee-returned' } as const;
    return { type: 'Credit', data: { ...returned, ...shared } };
  }
  const reason = kind === 'sweep' ? 'gas' : 'network-fee';
  const taken = { to: fees('network'), shortfallFrom: receivable(operatorId), amount: difference, reason } as const;
  return { type: 'Debit', data: { ...taken, ...shared } };
}

import type { Money } from '../money/money.js';

/**
 * The facts of one network fee, `fee-<providerId>`: what one transaction of the provider's cost on its chain, each time
 * the provider said something else (INV-L7).
 */
export type NetworkFeeEvent =
  | { readonly type: 'NetworkFeeObserved'; readonly data: NetworkFeeObserved }
  | { readonly type: 'NetworkFeeUnclear'; readonly data: NetworkFeeUnclear };

/** Whose transaction it is, and which wallet pays. */
export interface FeeSubject {
  readonly providerId: string;
  readonly kind: FeeKind;
  /** The payout, a transfer's leg among them, the swap or the sweep. */
  readonly movementId: string;
  /** The wallet whose native coin pays. */
  readonly walletId: string;
  /** Who owes what that wallet has not got. */
  readonly operatorId: string;
}

export type FeeKind = 'payout' | 'swap' | 'sweep';

export interface NetworkFeeObserved extends FeeSubject {
  /** Counts the changes of this fee, from 1: part of the reference under which it is booked. */
  readonly change: number;
  /** In the native coin of the chain. */
  readonly fee: Money;
  /** What was booked before; the difference is what this change books. */
  readonly before: Money;
  /** What was pulled from the provider: hash of the answer (INV-I3). */
  readonly evidence: string;
  /** When the provider said so. */
  readonly observedAt: Date;
}

/** On the chain, and yet without a fee that can be booked: a person has to see it, nothing is guessed. */
export interface NetworkFeeUnclear extends FeeSubject {
  readonly reason: FeeProblem;
  /** What the provider said instead of an amount of the native coin. */
  readonly reported?: string | undefined;
  readonly evidence: string;
  readonly observedAt: Date;
}

export type FeeProblem = 'missing' | 'unreadable';

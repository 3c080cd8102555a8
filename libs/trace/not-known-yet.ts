import { latestAttempt } from '../attempts/attempt.js';
import { fold } from '../decider/decider.js';
import { depositDecider } from '../deposits/deposit.js';
import { isDetected, type Deposit } from '../deposits/deposit.state.js';
import { orderDecider } from '../deposits/order.js';
import { isOpened, type Order } from '../deposits/order.state.js';
import { openReasons } from '../deposits/reviews.js';
import { payoutDecider } from '../payouts/payout.js';
import type { BoundPayout, Payout, SubmittedPayout } from '../payouts/payout.state.js';
import { swapDecider } from '../swaps/swap.js';
import type { BoundSwap, SubmittedSwap, Swap } from '../swaps/swap.state.js';
import { sweepCodec } from '../sweeps/sweep.codec.js';
import { sweepDecider } from '../sweeps/sweep.js';
import type { Sweep } from '../sweeps/sweep.state.js';
import { transferDecider, type Transfer } from '../transfers/transfer.js';
import { depositCodec } from '../deposits/deposit.codec.js';
import { orderCodec } from '../deposits/order.codec.js';
import { payoutCodec } from '../payouts/payout.codec.js';
import { breakCodec } from '../reconciliation/break.codec.js';
import { breakDecider, type Break } from '../reconciliation/break.js';
import { swapCodec } from '../swaps/swap.codec.js';
import { transferCodec } from '../transfers/transfer.codec.js';
import type { TracedEvent } from './chain-event.js';
import { chainNouns, streamOf, type ChainNoun } from './chain-links.js';
import { words } from './sentences/words.js';

/** What the log does not say yet, in sentences; none when everything about the chain is known and booked. */
export function notKnownYet(events: readonly TracedEvent[]): readonly string[] {
  const names = new Set(events.map(({ stored }) => stored.streamName));
  return [...names].flatMap((streamName) => {
    const own = events.filter(({ stored }) => stored.streamName === streamName);
    const noun = chainNouns.find((each) => streamName.startsWith(streamOf({ noun: each, id: '' })));
    const id = noun && streamName.slice(streamOf({ noun, id: '' }).length);
    if (!noun || id === undefined) return [];
    return gapsOf(noun, own, new Booked(events, id)).map((gap) => `${id}: ${gap}`);
  });
}

/** What of this chain stands in the books. */
class Booked {
  constructor(
    private readonly events: readonly TracedEvent[],
    private readonly id: string,
  ) {}

  /** Nothing but a charge leads to debits under its id alone. */
  hasDebit(): boolean {
    return this.events.some(({ fact }) => fact.type === 'AccountDebited');
  }

  has(type: 'FundsHeld' | 'HoldCaptured' | 'HoldReleased'): boolean {
    return this.events.some(({ fact }) => fact.type === type && fact.data.holdId === this.id);
  }
}

function gapsOf(noun: ChainNoun, events: readonly TracedEvent[], booked: Booked): readonly string[] {
  const stored = events.map((event) => event.stored);
  switch (noun) {
    case 'payout':
      return payoutGaps(fold(payoutDecider, stored.map(payoutCodec.decode)), events, booked);
    case 'swap':
      return swapGaps(fold(swapDecider, stored.map(swapCodec.decode)));
    case 'sweep':
      return sweepGaps(fold(sweepDecider, stored.map(sweepCodec.decode)));
    case 'transfer':
      return transferGaps(fold(transferDecider, stored.map(transferCodec.decode)));
    case 'deposit':
      return depositGaps(fold(depositDecider, stored.map(depositCodec.decode)));
    case 'break':
      return breakGaps(fold(breakDecider, stored.map(breakCodec.decode)));
    case 'order':
      return orderGaps(fold(orderDecider, stored.map(orderCodec.decode)));
    case 'charge':
      return booked.hasDebit() ? [] : ['the booking: the fee is not in the books yet'];
  }
}

function payoutGaps(payout: Payout, events: readonly TracedEvent[], booked: Booked): readonly string[] {
  if (payout.status === 'settled')
    return [
      ...(booked.has('HoldCaptured') ? [] : ['the booking: the reserved money is not captured yet']),
      ...settledGaps(events),
    ];
  if (payout.status !== 'released') return gapsBeforeEnd(payout);
  return booked.has('FundsHeld') && !booked.has('HoldReleased') ? ['the booking: the hold is not released yet'] : [];
}

type NotEnded<State> = Exclude<State, { status: 'settled' | 'released' }>;

/** Until they end, payouts and swaps go the same way. */
function gapsBeforeEnd(movement: NotEnded<Payout> | NotEnded<Swap>): readonly string[] {
  switch (movement.status) {
    case 'absent':
    case 'rejected':
      return [];
    case 'requested':
      return ['whether the funds cover it'];
    case 'reserved':
      return ['what the provider answers: it has not been asked yet'];
    case 'submitted':
      return [...attemptGaps(movement), ...reviewGaps(movement)];
    case 'bound':
      return [...boundGaps(movement), ...reviewGaps(movement)];
  }
}

function settledGaps(events: readonly TracedEvent[]): readonly string[] {
  const facts = events.map(({ fact }) => fact);
  const settled = facts.find(({ type }) => type === 'PayoutSettled');
  if (settled?.type !== 'PayoutSettled') return [];
  const hasHash = settled.data.transactionHash !== undefined || facts.some(({ type }) => type === 'PayoutBroadcast');
  return [
    ...(hasHash ? [] : ['the transaction hash: the provider did not say']),
    ...(settled.data.reportedFee === undefined ? ['the network fee: the provider did not say'] : []),
  ];
}

function attemptGaps({ attempts }: SubmittedPayout | SubmittedSwap): readonly string[] {
  const { number, outcome } = latestAttempt({ attempts });
  switch (outcome.status) {
    case 'pending':
      return [`what the provider answers to attempt ${number}`];
    case 'unknown':
      return [`whether the provider acted on attempt ${number}`];
    case 'accepted':
      return [`whether ${outcome.providerId} will be signed: the gate has not been asked about it yet`];
    case 'blocked':
    case 'declined':
      return ['whether another attempt will be made'];
  }
}

function boundGaps({ binding }: BoundPayout | BoundSwap): readonly string[] {
  const { providerId, transactionHash } = binding;
  return transactionHash === undefined
    ? [`whether ${providerId} is on the chain`, 'whether it settles']
    : [`whether ${transactionHash} settles`];
}

function reviewGaps({
  review,
}: {
  readonly review?: { readonly reason: string; readonly since: Date } | undefined;
}): readonly string[] {
  return review ? [`what a person decides: ${words(review.reason)}, since ${review.since.toISOString()}`] : [];
}

function swapGaps(swap: Swap): readonly string[] {
  if (swap.status === 'settled')
    return [...(swap.closed ? [] : ['the booking: its money has not moved yet']), ...reviewGaps(swap)];
  if (swap.status !== 'released') return gapsBeforeEnd(swap);
  return swap.closed ? [] : ['the booking: the hold is not released yet'];
}

function sweepGaps(sweep: Sweep): readonly string[] {
  if (sweep.status === 'absent') return [];
  const { providerId } = sweep.detected;
  const isBooked = 'closed' in sweep ? sweep.closed : sweep.status === 'dismissed';
  return [
    ...(sweep.status === 'detected' ? [`whether ${providerId} settles`] : []),
    ...(sweep.status === 'detected' || isBooked ? [] : ['the booking: its money has not moved yet']),
    ...reviewGaps(sweep),
  ];
}

function transferGaps({ status }: Transfer): readonly string[] {
  switch (status) {
    case 'absent':
    case 'completed':
    case 'failed':
      return [];
    case 'requested':
      return ['what becomes of its leg: it is not placed yet'];
    case 'placed':
      return ['whether its leg settles'];
    case 'in-transit':
      return ['the booking: the money is in transit and not credited yet'];
  }
}

function depositGaps(deposit: Deposit): readonly string[] {
  if (!isDetected(deposit)) return deposit.status === 'quarantined' ? [`whose it is: ${deposit.why}`] : [];
  const isOpen = deposit.money === undefined || deposit.money === 'locked';
  return [
    ...(isOpen ? [`whether it is confirmed: it is ${deposit.status}`] : []),
    ...openReasons(deposit.reviews).map((reason) => `what a person decides: ${words(reason)}`),
  ];
}

function orderGaps(order: Order): readonly string[] {
  if (!isOpened(order)) return order.status === 'quarantined' ? [`whose it is: ${order.why}`] : [];
  return [
    ...(order.isClosed ? [] : [`how it ends: it is ${order.status}`]),
    ...openReasons(order.reviews).map((reason) => `what a person decides: ${words(reason)}`),
  ];
}

function breakGaps(found: Break): readonly string[] {
  if (found.status !== 'open') return [];
  const { owner, explanation } = found;
  return [
    ...(explanation === undefined ? ['why the two sides differ'] : []),
    `how it is resolved: ${owner === undefined ? 'nobody looks after it' : 'it is assigned'}`,
  ];
}

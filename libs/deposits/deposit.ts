import { isAllowed } from '../chains/networks.js';
import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider.js';
import { objectionTo } from '../decider/verdict.js';
import type {
  CloseReview,
  DepositCommand,
  DepositRejection,
  RecordIncoming,
  RecordUnreadable,
  RequireDepositReview,
  ResolveSuspense,
} from './deposit.commands.js';
import { depositDifferences } from './deposit.differences.js';
import type {
  DepositEvent,
  DepositMoney,
  DepositQuarantined,
  DepositReviewReason,
  DepositReviewRequired,
  QuarantineReason,
} from './deposit.events.js';
import {
  evolveDeposit,
  isDetected,
  isTakenBack,
  waitsForPerson,
  type Deposit,
  type DetectedDeposit,
} from './deposit.state.js';
import { incomingIdOf } from './incoming-id.js';
import { endReviews, isAsked, objectionToClosing, outlivesVerdict } from './reviews.js';
import { isDepositStatus, terminalStatusOf, verdictOn, type DepositStatus } from './terminal-status.js';

type DepositDecision = Decision<DepositEvent, DepositRejection>;

export const depositDecider: Decider<DepositCommand, Deposit, DepositEvent, DepositRejection> = {
  initial: { status: 'absent' },
  decide,
  evolve: evolveDeposit,
};

function decide(command: DepositCommand, deposit: Deposit): DepositDecision {
  if (command.type === 'RecordIncoming')
    return isDetected(deposit) ? follow(command.data, deposit) : detect(command.data, deposit);
  if (command.type === 'RecordUnreadable') return recordUnreadable(command.data, deposit);
  if (!isDetected(deposit)) return reject({ code: 'deposit-not-found' });
  switch (command.type) {
    case 'RecordDepositMoney':
      return recordMoney(command.data, deposit);
    case 'RequireDepositReview':
      return requireReview(command.data, deposit);
    case 'CloseDepositReview':
      return closeReview(command.data, deposit);
    case 'ResolveDepositSuspense':
      return resolveSuspense(command.data, deposit);
    default:
      return unreachable(command);
  }
}

/** The first time that it can be read: whose money, how much of what, and where it stands. */
function detect(data: RecordIncoming, deposit: Deposit): DepositDecision {
  const { depositId, sighting, owner, networks, evidence, now } = data;
  const { asset, amount, status: providerStatus, transactionHash, ...seen } = sighting;
  const status = depositStatusOf(providerStatus);
  const quarantine = (reason: QuarantineReason) => {
    const { providerId, widgetId } = sighting;
    const fact = { depositId, providerId, reason, widgetId, providerStatus, evidence, quarantinedAt: now };
    return quarantined(fact, deposit);
  };
  if (!owner) return quarantine('unknown-widget');
  if (!asset) return quarantine('unknown-asset');
  if (!isAllowed(networks, asset.chain)) return quarantine('network-not-allowed');
  if (!amount || amount.minor <= 0n) return quarantine('unreadable-amount');
  if (!status) return quarantine('unknown-status');
  const { operatorId, depositWalletId: walletId } = owner;
  const incomingId = incomingIdOf(asset.chain, transactionHash ?? seen.providerId, seen.address);
  return accept({
    type: 'DepositDetected',
    data: {
      depositId,
      operatorId,
      walletId,
      incomingId,
      amount,
      transactionHash,
      ...seen,
      status,
      evidence,
      detectedAt: now,
    },
  });
}

function quarantined(data: DepositQuarantined, deposit: Deposit): DepositDecision {
  const isKnown = deposit.status === 'quarantined' && deposit.why === `${data.reason} ${data.providerStatus}`;
  return isKnown ? accept() : accept({ type: 'DepositQuarantined', data });
}

function recordUnreadable(row: RecordUnreadable, deposit: Deposit): DepositDecision {
  const { id: depositId, fields: detail, status: providerStatus, now, ...seen } = row;
  const reason = 'unreadable-row';
  if (isDetected(deposit)) return requireReview({ reason, detail, evidence: seen.evidence, now }, deposit);
  return quarantined({ ...seen, depositId, reason, providerStatus, quarantinedAt: now }, deposit);
}

/**
 * A pull that says something else than our record changes nothing but calls a person, for each status anew (S-14,
 * CVE-2026-9189). A fork or a failure is followed all the same where only the amount or the transaction differ: what may not
 * be there is not to be spent meanwhile.
 */
function follow(data: RecordIncoming, deposit: DetectedDeposit): DepositDecision {
  const { sighting, owner, evidence, askedAt, now } = data;
  // Its row does not say as of when it is: a list that was read before the last change may be recorded after it.
  if (askedAt && askedAt.getTime() < deposit.since.getTime()) return accept();
  const { depositId } = deposit.detected;
  const differing = depositDifferences(sighting, owner, deposit);
  const review = (reason: DepositReviewReason, detail: string) =>
    requireReview({ reason, detail, evidence, now }, deposit);
  const status = depositStatusOf(sighting.status);
  const differs = { reason: 'differs-from-record', detail: `${differing.join(', ')} (${sighting.status})` } as const;
  const takesBack = isTakenBack(status) && differing.every((field) => field === 'amount' || field === 'transaction');
  if (differing.length > 0 && !takesBack) return review(differs.reason, differs.detail);
  if (!status) return review('unknown-status', sighting.status);
  const verdict = verdictOn(deposit.status, status);
  if (verdict === 'same' || verdict === 'older') return accept();
  if (verdict !== 'newer') return review('status-conflict', `${deposit.status} → ${status}`);
  const changed = { depositId, from: deposit.status, status, evidence, changedAt: now };
  const called = { depositId, ...differs, evidence, since: now };
  return accept<DepositEvent>(
    { type: 'DepositStatusChanged', data: changed },
    ...(differing.length > 0 ? [{ type: 'DepositReviewRequired', data: called } as const] : []),
  );
}

function depositStatusOf(text: string): DepositStatus | undefined {
  const status = terminalStatusOf(text);
  return status && isDepositStatus(status) ? status : undefined;
}

function recordMoney({ money, now }: { money: DepositMoney; now: Date }, deposit: DetectedDeposit): DepositDecision {
  if (deposit.money === money) return accept();
  const { depositId } = deposit.detected;
  return accept({ type: 'DepositMoneyMoved', data: { depositId, money, movedAt: now } });
}

function requireReview(data: RequireDepositReview, { detected, reviews }: DetectedDeposit): DepositDecision {
  const { reason, detail, evidence, now } = data;
  if (isAsked(reviews, data)) return accept();
  const { depositId } = detected;
  return accept({ type: 'DepositReviewRequired', data: { depositId, reason, detail, evidence, since: now } });
}

/** A person has seen to it. */
function closeReview({ reason, ...closing }: CloseReview, deposit: DetectedDeposit): DepositDecision {
  const objection = objectionToClosing(deposit.reviews, reason);
  if (objection) return reject(objection);
  return accept(...reviewsClosed(closing, deposit, (known) => reason === undefined || known === reason));
}

function reviewsClosed(
  { by, note, now }: Omit<CloseReview, 'reason'>,
  { detected, reviews }: DetectedDeposit,
  isOver: (reason: DepositReviewReason) => boolean,
): readonly DepositEvent[] {
  const { depositId } = detected;
  return endReviews<DepositReviewRequired, DepositEvent>(reviews, isOver, {
    closed: ({ reason, detail }) => ({
      type: 'DepositReviewClosed',
      data: { depositId, reason, detail, by, note, closedAt: now },
    }),
    required: (data) => ({ type: 'DepositReviewRequired', data }),
  });
}

/** Whose the money is that is suspended, or that nothing else settles; whoever said so has seen to the reviews of it too. */
function resolveSuspense({ now, ...verdict }: ResolveSuspense, deposit: DetectedDeposit): DepositDecision {
  const objection = objectionTo(verdict);
  if (objection) return reject(objection);
  const { detected, resolution } = deposit;
  if (!waitsForPerson(deposit)) {
    if (!resolution) return reject({ code: 'nothing-suspended' });
    return resolution.to === verdict.to ? accept() : reject({ code: 'resolved-otherwise' });
  }
  const { depositId } = detected;
  const closing = { by: verdict.resolvedBy, note: verdict.reason, now };
  return accept<DepositEvent>(
    { type: 'DepositSuspenseResolved', data: { depositId, ...verdict, resolvedAt: now } },
    ...reviewsClosed(closing, deposit, (reason) => !outlivesVerdict.has(reason)),
  );
}

import { unreachable } from '../decider/decider.js';
import { add, isPositive, subtract, type Money } from '../money/money.js';
import type {
  AccountDebited,
  AccountEvent,
  IncomingCancelled,
  IncomingConfirmed,
  IncomingDetected,
  IncomingHeldBack,
  IncomingReopened,
} from './account.events.js';
import type { Account, Hold } from './account.state.js';

/** Folds a fact into the account. */
export function evolve(account: Account, { type, data }: AccountEvent): Account {
  switch (type) {
    case 'AccountCredited':
      return {
        ...account,
        available: add(account.available, data.amount),
        credits: account.credits.add(data.reference),
      };
    case 'AccountDebited':
      return debited(account, data);
    case 'FundsHeld':
      return {
        ...account,
        available: subtract(account.available, data.amount),
        reserved: add(account.reserved, data.amount),
        holds: account.holds.set(data.holdId, { amount: data.amount, status: 'held' }),
      };
    case 'HoldCaptured':
      return closed(account, data.holdId, { amount: data.amount, status: 'captured' });
    case 'HoldReleased':
      return {
        ...closed(account, data.holdId, { amount: data.amount, status: 'released' }),
        available: add(account.available, data.amount),
      };
    case 'IncomingDetected':
      return detected(account, data);
    case 'IncomingConfirmed':
      return confirmed(account, data);
    case 'IncomingHeldBack':
      return heldBack(account, data);
    case 'IncomingCancelled':
      return cancelled(account, data);
    case 'IncomingReopened':
      return reopened(account, data);
    default:
      return unreachable(type);
  }
}

function debited(account: Account, { amount, shortfall, reference }: AccountDebited): Account {
  return {
    ...account,
    available: subtract(account.available, without(amount, shortfall)),
    debits: account.debits.set(reference, { shortfall }),
  };
}

function closed(account: Account, holdId: string, hold: Hold): Account {
  return {
    ...account,
    reserved: subtract(account.reserved, hold.amount),
    holds: account.holds.set(holdId, hold),
  };
}

function detected(account: Account, { incomingId, amount }: IncomingDetected): Account {
  return {
    ...account,
    incoming: add(account.incoming, amount),
    incomings: account.incomings.set(incomingId, { amount, status: 'incoming' }),
  };
}

function reopened(account: Account, { incomingId, amount }: IncomingReopened): Account {
  return {
    ...account,
    incoming: add(account.incoming, amount),
    incomings: account.incomings.set(incomingId, { amount, status: 'incoming', ...owedFor(account, incomingId) }),
  };
}

/** What is owed for it stays owed until it is confirmed after all. */
function owedFor({ incomings }: Account, incomingId: string) {
  const owed = incomings.get(incomingId)?.owed;
  return owed ? { owed } : {};
}

function confirmed(account: Account, { incomingId, amount, repaid }: IncomingConfirmed): Account {
  return {
    ...account,
    incoming: subtract(account.incoming, amount),
    available: add(account.available, without(amount, repaid)),
    incomings: account.incomings.set(incomingId, { amount, status: 'available' }),
  };
}

function heldBack(account: Account, { incomingId, amount, shortfall, postings }: IncomingHeldBack): Account {
  const by = postings.at(-1)?.from; // The posting of a shortfall is the last one.
  const owed = shortfall && by !== undefined && isPositive(shortfall) ? { owed: { amount: shortfall, by } } : {};
  return {
    ...account,
    available: subtract(account.available, without(amount, shortfall)),
    incoming: add(account.incoming, amount),
    incomings: account.incomings.set(incomingId, { amount, status: 'incoming', ...owed }),
  };
}

function cancelled(account: Account, { incomingId, amount, postings }: IncomingCancelled): Account {
  return {
    ...account,
    incoming: subtract(account.incoming, amount),
    incomings: account.incomings.set(incomingId, {
      amount,
      status: 'cancelled',
      cancelledTo: postings[0]?.to,
      ...owedFor(account, incomingId),
    }),
  };
}

function without(amount: Money, part: Money | undefined): Money {
  return part ? subtract(amount, part) : amount;
}

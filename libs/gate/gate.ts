import { accept, reject, unreachable, type Decider, type Decision } from '../decider/decider.js';
import type {
  ForeignWithdrawalRejected,
  GateEvent,
  SwapApproved,
  SwapMatched,
  SweepApproved,
  VerdictDeferred,
  WithdrawalApproved,
  WithdrawalMatched,
} from './gate.events.js';

export type GateCommand =
  | { readonly type: 'MatchWithdrawal'; readonly data: WithdrawalMatched }
  | { readonly type: 'ApproveWithdrawal'; readonly data: WithdrawalApproved }
  | { readonly type: 'MatchSwap'; readonly data: SwapMatched }
  | { readonly type: 'ApproveSwap'; readonly data: SwapApproved }
  | { readonly type: 'ApproveSweep'; readonly data: SweepApproved }
  | { readonly type: 'RejectWithdrawal'; readonly data: ForeignWithdrawalRejected }
  | { readonly type: 'DeferVerdict'; readonly data: VerdictDeferred };

export type GateRejection =
  | { readonly code: 'matched-to-another-payout'; readonly payoutId: string }
  | { readonly code: 'matched-to-a-swap'; readonly swapId: string }
  | { readonly code: 'not-matched' }
  | { readonly code: 'verdict-is-final'; readonly verdict: 'approved' | 'rejected' };

/** What the gate holds about one provider transaction. */
export type GateCase =
  | { readonly status: 'unseen' }
  | { readonly status: 'matched'; readonly payoutId: string; readonly attempt: number }
  | { readonly status: 'approved'; readonly payoutId: string; readonly attempt: number; readonly fingerprint: string }
  | { readonly status: 'swap-matched'; readonly swapId: string; readonly attempt: number }
  | {
      readonly status: 'swap-approved';
      readonly swapId: string;
      readonly attempt: number;
      readonly fingerprint: string;
    }
  | { readonly status: 'sweep-approved'; readonly fingerprint: string }
  | { readonly status: 'rejected'; readonly reason: string };

type GateDecision = Decision<GateEvent, GateRejection>;

export const gateDecider: Decider<GateCommand, GateCase, GateEvent, GateRejection> = {
  initial: { status: 'unseen' },
  decide,
  evolve,
};

function decide(command: GateCommand, state: GateCase): GateDecision {
  switch (command.type) {
    case 'MatchWithdrawal':
      return matchWithdrawal(command.data, state);
    case 'ApproveWithdrawal':
      return approveWithdrawal(command.data, state);
    case 'MatchSwap':
      return matchSwap(command.data, state);
    case 'ApproveSwap':
      return approveSwap(command.data, state);
    case 'ApproveSweep':
      return approveSweep(command.data, state);
    case 'RejectWithdrawal':
      return rejectWithdrawal(command.data, state);
    case 'DeferVerdict':
      return isFinal(state) ? accept() : accept({ type: 'VerdictDeferred', data: command.data });
    default:
      return unreachable(command);
  }
}

function matchWithdrawal(data: WithdrawalMatched, state: GateCase): GateDecision {
  if (state.status === 'rejected') return reject({ code: 'verdict-is-final', verdict: 'rejected' });
  if (state.status === 'unseen') return accept({ type: 'WithdrawalMatched', data });
  if (state.status === 'sweep-approved') return reject({ code: 'verdict-is-final', verdict: 'approved' });
  if ('swapId' in state) return reject({ code: 'matched-to-a-swap', swapId: state.swapId });
  const { payoutId } = state;
  return payoutId === data.payoutId ? accept() : reject({ code: 'matched-to-another-payout', payoutId });
}

function approveWithdrawal(data: WithdrawalApproved, state: GateCase): GateDecision {
  if (state.status === 'rejected') return reject({ code: 'verdict-is-final', verdict: 'rejected' });
  if (state.status === 'unseen') return reject({ code: 'not-matched' });
  if (state.status === 'sweep-approved') return reject({ code: 'verdict-is-final', verdict: 'approved' });
  if ('swapId' in state) return reject({ code: 'matched-to-a-swap', swapId: state.swapId });
  const { payoutId } = state;
  if (payoutId !== data.payoutId) return reject({ code: 'matched-to-another-payout', payoutId });
  return state.status === 'approved' ? accept() : accept({ type: 'WithdrawalApproved', data });
}

function matchSwap(data: SwapMatched, state: GateCase): GateDecision {
  if (state.status === 'rejected') return reject({ code: 'verdict-is-final', verdict: 'rejected' });
  if (state.status === 'unseen') return accept({ type: 'SwapMatched', data });
  return matchedOtherwise(state, data.swapId) ?? accept();
}

function approveSwap(data: SwapApproved, state: GateCase): GateDecision {
  if (state.status === 'rejected') return reject({ code: 'verdict-is-final', verdict: 'rejected' });
  if (state.status === 'unseen') return reject({ code: 'not-matched' });
  const otherwise = matchedOtherwise(state, data.swapId);
  if (otherwise) return otherwise;
  return state.status === 'swap-approved' ? accept() : accept({ type: 'SwapApproved', data });
}

type Matched = Exclude<GateCase, { readonly status: 'unseen' | 'rejected' }>;

function matchedOtherwise(state: Matched, wanted: string): GateDecision | undefined {
  if (state.status === 'sweep-approved') return reject({ code: 'verdict-is-final', verdict: 'approved' });
  if ('payoutId' in state) return reject({ code: 'matched-to-another-payout', payoutId: state.payoutId });
  return state.swapId === wanted ? undefined : reject({ code: 'matched-to-a-swap', swapId: state.swapId });
}

/** A sweep is matched with nothing that we asked for: what a payout or a swap is known as is none. */
function approveSweep(data: SweepApproved, state: GateCase): GateDecision {
  if (state.status === 'rejected') return reject({ code: 'verdict-is-final', verdict: 'rejected' });
  if (state.status === 'unseen') return accept({ type: 'SweepApproved', data });
  if ('payoutId' in state) return reject({ code: 'matched-to-another-payout', payoutId: state.payoutId });
  if ('swapId' in state) return reject({ code: 'matched-to-a-swap', swapId: state.swapId });
  return accept();
}

const final: ReadonlySet<GateCase['status']> = new Set(['approved', 'swap-approved', 'sweep-approved', 'rejected']);

function isFinal({ status }: GateCase): boolean {
  return final.has(status);
}

function rejectWithdrawal(data: ForeignWithdrawalRejected, state: GateCase): GateDecision {
  if (state.status !== 'rejected' && isFinal(state)) return reject({ code: 'verdict-is-final', verdict: 'approved' });
  return state.status === 'rejected' ? accept() : accept({ type: 'ForeignWithdrawalRejected', data });
}

function evolve(state: GateCase, event: GateEvent): GateCase {
  switch (event.type) {
    case 'WithdrawalMatched': {
      const { payoutId, attempt } = event.data;
      return { status: 'matched', payoutId, attempt };
    }
    case 'WithdrawalApproved': {
      const { payoutId, fingerprint } = event.data;
      return { status: 'approved', payoutId, attempt: state.status === 'matched' ? state.attempt : 1, fingerprint };
    }
    case 'SwapMatched': {
      const { swapId, attempt } = event.data;
      return { status: 'swap-matched', swapId, attempt };
    }
    case 'SwapApproved': {
      const { swapId, fingerprint } = event.data;
      return {
        status: 'swap-approved',
        swapId,
        attempt: state.status === 'swap-matched' ? state.attempt : 1,
        fingerprint,
      };
    }
    case 'SweepApproved':
      return { status: 'sweep-approved', fingerprint: event.data.fingerprint };
    case 'ForeignWithdrawalRejected':
      return { status: 'rejected', reason: event.data.reason };
    case 'VerdictDeferred':
      return state;
    default:
      return unreachable(event);
  }
}

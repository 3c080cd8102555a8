import { accept, reject, unreachable, type DataOf, type Decider, type Decision } from '../decider/decider.js';
import type { TransferEvent, TransferFailureCode, TransferLegSettled, TransferRequest } from './transfer.events.js';

interface Timed {
  readonly now: Date;
}

export type TransferCommand =
  | { readonly type: 'RequestTransfer'; readonly data: TransferRequest }
  | { readonly type: 'RecordLegPlaced'; readonly data: Timed }
  | { readonly type: 'RecordLegSettled'; readonly data: Timed & { providerId: string; evidence: string } }
  | { readonly type: 'RecordLegFailed'; readonly data: Timed & { code: TransferFailureCode } }
  | { readonly type: 'RecordCredited'; readonly data: Timed };

export type TransferRejection =
  | { readonly code: 'idempotency-conflict' }
  | {
      readonly code: 'transfer-not-in-status';
      readonly expected: Transfer['status'];
      readonly actual: Transfer['status'];
    };

/** A transfer. Each status has exactly the fields that exist in it. */
export type Transfer =
  | { readonly status: 'absent' }
  | { readonly status: 'requested' | 'placed' | 'completed'; readonly request: TransferRequest }
  | { readonly status: 'in-transit'; readonly request: TransferRequest; readonly settlement: TransferLegSettled }
  | { readonly status: 'failed'; readonly request: TransferRequest; readonly code: TransferFailureCode };

type TransferDecision = Decision<TransferEvent, TransferRejection>;

/** The rules of a transfer: the second leg only after the first, and each of them once. */
export const transferDecider: Decider<TransferCommand, Transfer, TransferEvent, TransferRejection> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};

/** The payout stream that is a transfer's first leg: known before it is placed, so that placing may be repeated. */
export function legOf(transferId: string): string {
  return transferId.replace(/^tr_/, 'po_');
}

function decide(command: TransferCommand, transfer: Transfer): TransferDecision {
  switch (command.type) {
    case 'RequestTransfer':
      return requestTransfer(command.data, transfer);
    case 'RecordLegPlaced':
      return recordLegPlaced(command.data, transfer);
    case 'RecordLegSettled':
      return recordLegSettled(command.data, transfer);
    case 'RecordLegFailed':
      return recordLegFailed(command.data, transfer);
    case 'RecordCredited':
      return recordCredited(command.data, transfer);
    default:
      return unreachable(command);
  }
}

function requestTransfer(request: TransferRequest, transfer: Transfer): TransferDecision {
  if (transfer.status === 'absent') return accept({ type: 'TransferRequested', data: request });
  return transfer.request.requestHash === request.requestHash ? accept() : reject({ code: 'idempotency-conflict' });
}

function recordLegPlaced({ now }: Timed, transfer: Transfer): TransferDecision {
  if (transfer.status === 'absent') return wrongStatus(transfer, 'requested');
  if (transfer.status !== 'requested') return accept();
  const { transferId } = transfer.request;
  return accept({ type: 'TransferLegPlaced', data: { transferId, payoutId: legOf(transferId), placedAt: now } });
}

function recordLegSettled(
  { providerId, evidence, now }: DataOf<TransferCommand, 'RecordLegSettled'>,
  transfer: Transfer,
): TransferDecision {
  if (transfer.status === 'in-transit' || transfer.status === 'completed') return accept();
  if (transfer.status !== 'placed') return wrongStatus(transfer, 'placed');
  const { transferId } = transfer.request;
  const payoutId = legOf(transferId);
  return accept({
    type: 'TransferLegSettled',
    data: { transferId, payoutId, providerId, evidence, settledAt: now },
  });
}

function recordLegFailed(
  { code, now }: DataOf<TransferCommand, 'RecordLegFailed'>,
  transfer: Transfer,
): TransferDecision {
  if (transfer.status === 'failed') return accept();
  if (transfer.status !== 'placed') return wrongStatus(transfer, 'placed');
  return accept({
    type: 'TransferFailed',
    data: { transferId: transfer.request.transferId, code, failedAt: now },
  });
}

function recordCredited({ now }: Timed, transfer: Transfer): TransferDecision {
  if (transfer.status === 'completed') return accept();
  if (transfer.status !== 'in-transit') return wrongStatus(transfer, 'in-transit');
  const { transferId } = transfer.request;
  return accept({ type: 'TransferCompleted', data: { transferId, completedAt: now } });
}

function wrongStatus({ status: actual }: Transfer, expected: Transfer['status']): TransferDecision {
  return reject({ code: 'transfer-not-in-status', expected, actual });
}

function evolve(transfer: Transfer, event: TransferEvent): Transfer {
  switch (event.type) {
    case 'TransferRequested':
      return { status: 'requested', request: event.data };
    case 'TransferLegPlaced':
      return { status: 'placed', request: requestOf(transfer) };
    case 'TransferLegSettled':
      return { status: 'in-transit', request: requestOf(transfer), settlement: event.data };
    case 'TransferFailed':
      return { status: 'failed', request: requestOf(transfer), code: event.data.code };
    case 'TransferCompleted':
      return { status: 'completed', request: requestOf(transfer) };
    default:
      return unreachable(event);
  }
}

function requestOf(transfer: Transfer): TransferRequest {
  if (transfer.status === 'absent') throw new Error('A transfer that nobody requested has facts');
  return transfer.request;
}

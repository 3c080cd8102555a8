import { instanceToPlain } from 'class-transformer';
import type { RequestedTransfer } from '#libs/transfers/transfer.wallets.js';
import { knownAsset } from '../assets/known-asset.js';
import { payableAmount } from '../assets/payable-amount.js';
import { requestHashOf, transferIdOf } from '../idempotency/idempotency.js';
import type { CreateTransferDto } from './create-transfer.dto.js';

interface Intake {
  readonly operatorId: string;
  readonly idempotencyKey: string;
  readonly now: Date;
}

/** What a well-formed body asks for. @throws ApiProblem of status 422: nothing of it is stored. */
export function requestedTransfer(
  body: CreateTransferDto,
  { operatorId, idempotencyKey, now }: Intake,
): RequestedTransfer {
  return {
    transferId: transferIdOf(operatorId, idempotencyKey),
    requestedBy: operatorId,
    fromWalletId: body.from_wallet_id,
    toWalletId: body.to_wallet_id,
    amount: payableAmount(body.amount, knownAsset(body.asset)),
    reference: body.reference,
    idempotencyKey,
    requestHash: requestHashOf(instanceToPlain(body)),
    requestedAt: now,
  };
}

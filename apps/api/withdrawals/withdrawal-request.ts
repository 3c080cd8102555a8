import { instanceToPlain } from 'class-transformer';
import { checkAddress } from '#libs/chains/address.js';
import type { AddressProblem } from '#libs/chains/address-check.js';
import type { Asset } from '#libs/money/asset.js';
import type { RequestedPayout } from '#libs/payouts/payout.handlers.js';
import { knownAsset } from '../assets/known-asset.js';
import { payableAmount } from '../assets/payable-amount.js';
import { payoutIdOf, requestHashOf } from '../idempotency/idempotency.js';
import { unprocessable } from '../problems/api-problem.js';
import type { CreateWithdrawalDto } from './create-withdrawal.dto.js';

interface Intake {
  readonly operatorId: string;
  readonly idempotencyKey: string;
  readonly now: Date;
}

/** What a well-formed body asks for. @throws ApiProblem of status 422: nothing of it is stored. */
export function requestedPayout(
  body: CreateWithdrawalDto,
  { operatorId, idempotencyKey, now }: Intake,
): RequestedPayout {
  const asset = knownAsset(body.asset);
  const amount = payableAmount(body.amount, asset);
  const destination = safeDestination(body.destination.address, asset);
  return {
    payoutId: payoutIdOf(operatorId, idempotencyKey),
    operatorId,
    purpose: { kind: 'payout', playerId: body.player_id },
    walletId: body.wallet_id,
    amount,
    destination,
    reference: body.reference,
    metadata: body.metadata,
    idempotencyKey,
    requestHash: requestHashOf(instanceToPlain(body)),
    requestedAt: now,
  };
}

const addressProblems: Readonly<Record<AddressProblem, string>> = {
  'wrong-format': 'is not an address of the asset’s blockchain',
  'bad-checksum': 'has a wrong checksum: a character was changed',
  'wrong-chain': 'is an address of another blockchain than the asset’s',
  'forbidden-address': 'is an address that nobody has the key of: what is sent there is lost',
};

function safeDestination(address: string, { chain }: Asset): string {
  const check = checkAddress(chain, address);
  if (check.ok) return address;
  throw unprocessable('invalid_destination', 'destination.address', addressProblems[check.problem]);
}

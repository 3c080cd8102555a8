import { instanceToPlain } from 'class-transformer';
import type { RequestedSwap } from '#libs/swaps/swap.handlers.js';
import { knownAsset } from '../assets/known-asset.js';
import { payableAmount } from '../assets/payable-amount.js';
import { keyedId, requestHashOf } from '../idempotency/idempotency.js';
import { invalidRequest } from '../problems/api-problem.js';
import type { CreateSwapDto } from './create-swap.dto.js';

interface Intake {
  /** The caller's; the wallet may be another operator's. */
  readonly operatorId: string;
  readonly idempotencyKey: string;
  readonly now: Date;
}

/** What a well-formed body asks for. @throws ApiProblem of status 400 or 422: nothing of it is stored. */
export function requestedSwap(body: CreateSwapDto, { operatorId, idempotencyKey, now }: Intake): RequestedSwap {
  const toAsset = knownAsset(body.to_asset, 'to_asset');
  const { expected_output: expected, slippage_bps_max: slippageBpsMax } = body;
  if (slippageBpsMax !== undefined && expected === undefined)
    throw invalidRequest('expected_output', 'is missing: slippage_bps_max is measured against it');
  return {
    swapId: keyedId('sw', operatorId, idempotencyKey),
    operatorId: body.operator_id ?? operatorId,
    walletId: body.wallet_id,
    amount: payableAmount(body.amount, knownAsset(body.asset)),
    toAsset,
    expectedOutput: expected === undefined ? undefined : payableAmount(expected, toAsset, 'expected_output'),
    slippageBpsMax,
    reference: body.reference,
    idempotencyKey,
    requestHash: requestHashOf(instanceToPlain(body)),
    requestedAt: now,
  };
}

import type { Projection } from '#libs/read-store/projection.definition.js';
import { balances } from './balances/balances.projection.js';
import { breaks } from './breaks/breaks.projection.js';
import { deposits } from './deposits/deposits.projection.js';
import { networkFees } from './fees/fees.projection.js';
import { providerFees } from './fees/provider-fees.projection.js';
import { operatorWallets } from './operator-wallets/operator-wallets.projection.js';
import { operators } from './operators/operators.projection.js';
import { payouts } from './payouts/payouts.projection.js';
import { references } from './references/references.projection.js';
import { sweeps } from './sweeps/sweeps.projection.js';
import { swaps } from './swaps/swaps.projection.js';
import { transfers } from './transfers/transfers.projection.js';
import { webhookInbox } from './webhook-inbox/webhook-inbox.projection.js';

/** Every read model, in one line each. */
export const projections: readonly Projection[] = [
  balances,
  breaks,
  deposits,
  networkFees,
  operators,
  operatorWallets,
  payouts,
  providerFees,
  references,
  swaps,
  sweeps,
  transfers,
  webhookInbox,
];

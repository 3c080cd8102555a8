import { sameAddress } from '../chains/address.js';
import { sameMoney } from '../money/money.js';
import type { DetectedDeposit } from './deposit.state.js';
import type { IncomingSighting, WidgetOwner } from './sighting.js';

/** Where a pull says something else than our record. */
export function depositDifferences(
  sighting: IncomingSighting,
  owner: WidgetOwner | undefined,
  { detected }: DetectedDeposit,
): readonly string[] {
  const { amount, address, customerKey, transactionHash, widgetId } = sighting;
  const hashChanged = transactionHash !== undefined && detected.transactionHash !== undefined;
  const checks = {
    widget: widgetId === detected.widgetId,
    owner: owner?.operatorId === detected.operatorId, // The wallet is the one that it was detected for.
    amount: amount !== undefined && sameMoney(amount, detected.amount),
    address: sameAddress(detected.amount.asset.chain, address, detected.address),
    customer: customerKey === undefined || customerKey === detected.customerKey,
    transaction: !hashChanged || transactionHash === detected.transactionHash,
  };
  return Object.entries(checks).flatMap(([field, agrees]) => (agrees ? [] : [field]));
}

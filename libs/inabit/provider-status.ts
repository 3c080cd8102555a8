/** What a transaction's status means for us. */
export type ProviderPhase = 'pending-approval' | 'processing' | 'completed' | 'failed-not-paid' | 'unknown';

/**
 * inabit publishes no list of Platform statuses; these are assumed (fact sheet A3). A text that is not here is
 * `unknown`, which changes nothing and alerts, and never a failure: a failure would release money.
 */
const phases: ReadonlyMap<string, ProviderPhase> = new Map([
  ['PendingApproval', 'pending-approval'],
  ['Processing', 'processing'],
  ['Completed', 'completed'],
  ['Rejected', 'failed-not-paid'],
  ['Failed', 'failed-not-paid'],
  ['Cancelled', 'failed-not-paid'],
]);

export function providerPhase(status: string): ProviderPhase {
  return phases.get(status) ?? 'unknown';
}

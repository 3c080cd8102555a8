import { feeText, hasEnded } from './lookups.js';
import type { Purchase } from './terminal.js';
import type { Withdrawal, World } from './world.js';

/** The purchases whose money a sweep takes along show how far it is; one that failed leaves no trace. */
export function markSwept(world: World, sweep: Withdrawal): void {
  if (!sweep.request.sweep) return;
  const fee = feeText(world, sweep);
  const state = { id: sweep.id, status: sweep.status, ...(fee !== undefined && { fee }) };
  const lost = hasEnded(sweep) && sweep.status !== 'Completed';
  for (const purchase of world.terminal.purchases.values())
    if (isTaken(purchase, sweep)) purchase.sweep = lost ? undefined : state;
}

function isTaken({ widget, allocation, status, sweep: earlier }: Purchase, sweep: Withdrawal): boolean {
  const { asset, blockchain } = sweep.account;
  if (status !== 'Completed' || (earlier && earlier.id !== sweep.id)) return false;
  if (allocation?.asset !== asset || allocation.blockchain !== blockchain) return false;
  return sweep.sources.some(({ wallet }) => wallet === widget.wallet);
}

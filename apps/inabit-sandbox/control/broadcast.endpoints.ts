import type { World } from '#apps/inabit-sandbox/world/world.js';
import type { WorldStore } from '#apps/inabit-sandbox/world/world-store.js';
import type { Endpoint } from './endpoint.js';
import { describeBroadcast } from './world.description.js';

/** What happened under one note: transactions, questions to the approver, transactions with a yes, broadcasts. */
interface Counts {
  created: number;
  offered: number;
  approved: number;
  broadcast: number;
}

export function broadcastEndpoints({ world }: WorldStore): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/control/broadcasts',
      does: "the sandbox's own ledger: everything it sent to a chain, and counts for each note (as created; '' for none)",
      handle: () => ({ broadcasts: world.broadcasts.map(describeBroadcast), counts: countsByNote(world) }),
    },
    {
      method: 'GET',
      path: '/control/deliveries',
      does: 'all webhooks in the order in which they were queued: where to, what, how often tried, whether delivered',
      handle: () => [...world.deliveries.values()],
    },
  ];
}

function countsByNote({ withdrawals }: World): Record<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const { request, offers, verdicts, hashes } of withdrawals.values()) {
    const count = counts.get(request.note ?? '') ?? { created: 0, offered: 0, approved: 0, broadcast: 0 };
    count.created += 1;
    count.offered += offers;
    count.approved += verdicts[0] ? 1 : 0;
    count.broadcast += hashes.length;
    counts.set(request.note ?? '', count);
  }
  return Object.fromEntries(counts);
}

import { upsert, type Change } from '#libs/read-store/changes.js';
import type { EventMeta } from '#libs/read-store/projection.definition.js';
import type { SweepDetected, SweepFailed, SweepSettled } from '#libs/sweeps/sweep.events.js';
import { refer } from './refer.js';
import { resourceOwner } from './references.tables.js';

/** What sweeps are found by. */
export const sweepReferences = {
  SweepDetected: detected,
  SweepSettled: (settled: SweepSettled, meta: EventMeta) => [...owned(settled), ...byHash(settled, meta)],
  SweepFailed: byHash,
  SweepReviewRequired: 'ignored',
  SweepResolved: 'ignored',
  SweepFeeResolved: 'ignored',
  SweepClosed: 'ignored',
} as const;

/** More sources may become known, so it may come again. */
function detected({ providerId }: SweepDetected, meta: EventMeta): Change[] {
  return [
    upsert(resourceOwner, { resource_id: providerId }, { resource: 'sweep' }),
    refer(providerId, 'sweep-id', providerId, meta),
  ];
}

/** Money of one operator's alone is that operator's to see. */
function owned({ providerId, parts }: SweepSettled): Change[] {
  const [operatorId, ...others] = new Set(parts.map((part) => part.operatorId));
  if (operatorId === undefined || others.length > 0) return [];
  return [upsert(resourceOwner, { resource_id: providerId }, { resource: 'sweep', operator_id: operatorId })];
}

function byHash({ providerId, transactionHash: hash }: SweepSettled | SweepFailed, meta: EventMeta): Change[] {
  return hash === undefined ? [] : [refer(providerId, 'transaction-hash', hash, meta)];
}

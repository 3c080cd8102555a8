import { insertOrIgnore, type Change } from '#libs/read-store/changes.js';
import type { EventMeta } from '#libs/read-store/projection.definition.js';
import { resourceReference, type ReferenceKind } from './references.tables.js';

export function refer(resourceId: string, kind: ReferenceKind, reference: string, meta: EventMeta): Change {
  return insertOrIgnore(resourceReference, { reference, kind, resource_id: resourceId, recorded_at: meta.recordedAt });
}

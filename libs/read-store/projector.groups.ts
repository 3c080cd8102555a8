import { comparePositions, type Position } from '#libs/event-streams/event-streams.js';
import type { Projector } from './projector.js';

/**
 * How far apart projections may stand and still share a subscription. Positions have no unit (some servers count
 * bytes, some events), so this is a guess that costs only time where it is wrong.
 */
const apartMax = 65_536n;

export interface Grouping {
  /** Versions that are being built must not hold up those that people look at. */
  isBuilding(projector: Projector): boolean;
  /** Those whose company failed, to find out which one it was. */
  isAlone(projector: Projector): boolean;
}

/** Who shares a subscription with whom. In each group the one furthest behind comes first. */
export function groupProjectors(projectors: readonly Projector[], grouping: Grouping): Projector[][] {
  const alone = projectors.filter((projector) => grouping.isAlone(projector));
  const together = projectors.filter((projector) => !grouping.isAlone(projector));
  const building = together.filter((projector) => grouping.isBuilding(projector));
  const active = together.filter((projector) => !grouping.isBuilding(projector));
  return [...neighbours(active), ...neighbours(building), ...alone.map((projector) => [projector])];
}

function neighbours(projectors: readonly Projector[]): Projector[][] {
  const groups: Projector[][] = [];
  for (const projector of [...projectors].sort(byPosition)) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    if (group && first && commitOf(projector) - commitOf(first) <= apartMax) group.push(projector);
    else groups.push([projector]);
  }
  return groups;
}

function byPosition(a: Projector, b: Projector): number {
  return comparePositions(a.position ?? start, b.position ?? start);
}

function commitOf({ position }: Projector): bigint {
  return (position ?? start).commit;
}

const start: Position = { commit: -1n, prepare: -1n };

import { prepareProjections } from './projection.registry.js';
import type { ProjectionState } from './projection.state.js';
import { ProjectorFleet, type FleetOptions, type FleetTiming } from './projector.fleet.js';

export interface RunProjectionsOptions extends Omit<FleetOptions, 'timing'> {
  readonly timing?: Partial<FleetTiming>;
}

export interface RunningProjections {
  states(): readonly ProjectionState[];
  /** Resolves after the signal. @throws CheckpointAhead */
  readonly done: Promise<void>;
}

/**
 * Keeps the tables of all projections up to date. Lost connections, to either side, are waited out; an event that a
 * projection cannot apply stops that one alone; another engine on the same tables does no harm (F7.1 to F7.5).
 * @throws DefinitionChanged; CheckpointAhead when the log is older than the tables (F7.9).
 */
export async function runProjections(options: RunProjectionsOptions): Promise<RunningProjections> {
  const timing = { pollMs: 1_000, idleWriteMs: 1_000, standByMs: 3_000, ...options.timing };
  await prepareProjections(options.database, options.projections);
  const fleet = new ProjectorFleet({ ...options, timing });
  await fleet.load();
  return { states: () => fleet.states(), done: fleet.run() };
}

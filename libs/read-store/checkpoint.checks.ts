import { comparePositions, type Position } from '#libs/event-streams/event-streams.js';
import type { Checkpoint } from './checkpoint.js';

/**
 * Tables hold events that the log does not: an older event store was restored (F7.9), or another one is connected.
 * Going on would skip what is written to it next.
 */
export class CheckpointAhead extends Error {
  override readonly name = 'CheckpointAhead';

  constructor({ name, version, position }: Checkpoint, head: Position | undefined) {
    super(
      `${name} v${version} stands at ${show(position)}, but the log ends at ${show(head)}. ` +
        'Was an older event store restored? Connect the right one, or rebuild the projections from this one',
    );
  }
}

/** The head must have been read after the checkpoints. @throws CheckpointAhead */
export function assertNotAhead(checkpoints: readonly Checkpoint[], head: Position | undefined): void {
  for (const checkpoint of checkpoints)
    if (isBefore(head, checkpoint.position)) throw new CheckpointAhead(checkpoint, head);
}

/** Undefined is before every event. */
export function isBefore(a: Position | undefined, b: Position | undefined): boolean {
  if (b === undefined) return false;
  return a === undefined || comparePositions(a, b) < 0;
}

export function isSamePosition(a: Position | undefined, b: Position | undefined): boolean {
  return a?.commit === b?.commit && a?.prepare === b?.prepare;
}

/** Equal texts mean that no checkpoint has moved. */
export function positionsText(checkpoints: readonly Checkpoint[]): string {
  return checkpoints.map(({ name, version, position }) => `${name} v${version} ${show(position)}`).join();
}

function show(position: Position | undefined): string {
  return position === undefined ? 'its start' : `${position.commit}/${position.prepare}`;
}

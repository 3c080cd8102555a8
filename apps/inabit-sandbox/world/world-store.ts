import { isDeepStrictEqual } from 'node:util';
import { applyRecord } from './apply-record.js';
import { createWorld } from './create-world.js';
import { noJournal, openJournal, type Journal } from './journal.js';
import type { Recorded, WorldRecord } from './records.js';
import { readSeed, type WorldSeed } from './seed.js';
import type { World } from './world.js';

type Listener = (record: Recorded) => void;

/** The only way to change the world: first into the journal, then into memory, then to who listens. */
export class WorldStore {
  private readonly listeners: Listener[] = [];

  constructor(
    readonly world: World,
    private readonly journal: Journal,
  ) {}

  now(): number {
    return Date.now();
  }

  /** Several records reach the journal in one write. */
  record(...records: readonly WorldRecord[]): void {
    const at = this.now();
    const recorded = records.map((record): Recorded => ({ ...record, at }));
    this.journal.append(recorded);
    for (const record of recorded) {
      applyRecord(this.world, record);
      for (const listener of this.listeners) listener(record);
    }
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  close(): void {
    this.journal.close();
  }
}

/**
 * The world of a data directory, or a fresh one. Without a directory it lives in memory.
 * @throws Error when the directory holds a world with another seed.
 */
export function openWorld(directory: string | undefined, seed: object | undefined): WorldStore {
  const { journal, records } = directory === undefined ? { journal: noJournal, records: [] } : openJournal(directory);
  try {
    return replay(journal, records, seed);
  } catch (error) {
    journal.close();
    throw error;
  }
}

function replay(journal: Journal, records: readonly Recorded[], seed: object | undefined): WorldStore {
  const kept = seedIn(records);
  if (!kept) return startWorld(journal, readSeed(seed));
  if (seed && !isDeepStrictEqual(kept, JSON.parse(JSON.stringify(readSeed(seed)))))
    throw new Error('the data directory holds a world with another seed');
  const world = createWorld(kept);
  for (const record of records) applyRecord(world, record);
  return new WorldStore(world, journal);
}

function startWorld(journal: Journal, seed: WorldSeed): WorldStore {
  const store = new WorldStore(createWorld(seed), journal);
  store.record({ type: 'WorldSeeded', seed });
  return store;
}

function seedIn(records: readonly Recorded[]): WorldSeed | undefined {
  const first = records[0];
  if (first && first.type !== 'WorldSeeded') throw new Error('the journal does not begin with a seed');
  return first && readSeed(first.seed);
}

import { comparePositions, type Position } from '#libs/event-streams/event-streams.js';
import { loadCheckpoints } from '#libs/read-store/checkpoint.js';
import type { Database } from '#libs/read-store/database.js';

/** A projection whose tables are needed is not there, or was built by an older version of this software. */
export class NotProjected extends Error {
  override readonly name = 'NotProjected';
}

/** Up to which commit position the tables of all these projections are complete. @throws NotProjected */
export async function commonPosition(database: Database, names: readonly string[]): Promise<bigint> {
  const checkpoint = await commonCheckpoint(database, names);
  return checkpoint === 'start' ? 0n : checkpoint.commit;
}

/** The same, as a point to read the log on from. @throws NotProjected */
export async function commonCheckpoint(database: Database, names: readonly string[]): Promise<Position | 'start'> {
  const serving = (await loadCheckpoints(database)).filter((checkpoint) => checkpoint.serving);
  const positions = names.map((name) => {
    const found = serving.find((checkpoint) => checkpoint.name === name);
    if (!found) throw new NotProjected(`The read model ${name} is not there yet; is the projector running?`);
    return found.position ?? 'start';
  });
  return positions.reduce((least, position) => {
    if (least === 'start' || position === 'start') return 'start';
    return comparePositions(position, least) < 0 ? position : least;
  });
}

/** When the last ledger entry up to a commit position was recorded; undefined before the first. */
export async function lastEntryAt(database: Database, position: bigint): Promise<Date | undefined> {
  const row = await database
    .selectFrom('read.balance_entry')
    .select('recorded_at')
    .where('commit_position', '<=', position.toString())
    .orderBy('commit_position', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.recorded_at ?? undefined;
}

import fs from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { runExport } from '#apps/cli/export/run-export.js';
import { exportFormats } from '#apps/cli/export/file-encoder.js';
import { openDatabase, type Database } from '#libs/read-store/database.js';
import { entries } from '#projections/exports/entries.export.js';

/** What one export took, in a process of its own. */
export interface ExportTaken {
  readonly seconds: number;
  /** Of this process, without Postgres'. */
  readonly cpuSeconds: number;
  readonly bytes: number;
  readonly peakMb: number;
}

export const exportWork = z.object({
  databaseUrl: z.string(),
  /** Not ours: the same table by COPY, as Postgres writes it. */
  format: z.enum([...exportFormats, 'copy']),
  to: z.string(),
  file: z.string(),
});
export type ExportWork = z.infer<typeof exportWork>;

if (process.send) process.once('message', (message) => void answer(exportWork.parse(message)));

async function answer(work: ExportWork): Promise<void> {
  const database = openDatabase({ url: work.databaseUrl, connectionsMax: 1, statementMsMax: 0 });
  try {
    const [startedAt, before] = [performance.now(), process.cpuUsage()];
    const bytes = await write(database, work);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const peakMb = Math.round(process.resourceUsage().maxRSS / 1_024);
    const taken: ExportTaken = { seconds, cpuSeconds: (user + system) / 1e6, bytes, peakMb };
    process.send?.(taken);
  } finally {
    await database.close();
  }
}

async function write(database: Database, { format, to, file }: ExportWork): Promise<number> {
  if (format === 'copy') return copy(database, to, file);
  const request = { after: 0n, to: BigInt(to), timeZone: 'UTC' };
  const { files } = await runExport(database, {
    dataset: entries,
    format,
    request,
    given: {},
    file,
    software: 'bench',
  });
  return files[0]?.bytes ?? 0;
}

async function copy(database: Database, to: string, file: string): Promise<number> {
  const client = await database.pool.connect();
  try {
    const rows = `select * from read.balance_entry where commit_position <= ${BigInt(to)} order by commit_position`;
    await pipeline(client.query(copyTo(`copy (${rows}) to stdout csv header`)), fs.createWriteStream(file));
    return fs.statSync(file).size;
  } finally {
    client.release();
  }
}

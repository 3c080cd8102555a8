import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { assertReachable, unprivilegedUser } from '#libs/embedded/postgres/unprivileged-user.js';
import { checkoutFolder } from './checkout.js';

/** Creates the data folder. Others may pass through it as root's, because Postgres then runs as another user. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${folder} cannot be used (${why}); choose another place with --data DIR`, { cause: error });
  }
}

/** `mkdirSync` with `recursive` never returns where nothing can be made, as in /proc. */
function makeFolder(folder: string, mode: number): void {
  const parent = path.dirname(folder);
  if (!existsSync(parent) && parent !== folder) makeFolder(parent, mode);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) mkdirSync(folder, { mode });
}

export interface PostgresFolder {
  readonly folder: string;
  /** Why it is not inside of the data folder, if it is not. */
  readonly note?: string;
}

/**
 * Where Postgres keeps its data: in the data folder, unless we are root and the user that Postgres runs as cannot get
 * there; then in a place of its own for each checkout and data folder.
 */
export function postgresFolder(dataFolder: string): PostgresFolder {
  try {
    assertReachable(dataFolder, unprivilegedUser());
    return { folder: path.join(dataFolder, 'postgres') };
  } catch {
    const name = createHash('sha256').update(`${checkoutFolder}\0${dataFolder}`).digest('hex').slice(0, 16);
    const parent = path.join('/var/lib/payout-ledger', name);
    mkdirSync(parent, { recursive: true, mode: 0o755 });
    const folder = path.join(parent, 'postgres');
    return { folder, note: `Postgres does not run as root and cannot reach ${dataFolder}: its data are in ${folder}` };
  }
}

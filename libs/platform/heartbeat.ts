import { writeFile } from 'node:fs/promises';

const beatMs = 5_000;

/** Touches a file for as long as the event loop turns: the health check of a process that listens nowhere. */
export function startHeartbeat(file: string, onFailed: (error: unknown) => void): void {
  const beat = () => void writeFile(file, '').catch(onFailed);
  beat();
  setInterval(beat, beatMs).unref();
}

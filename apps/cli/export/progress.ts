import type { ExportProgress } from './run-export.js';

const everyMs = 1_000;

/** Tells people on standard error how far it is, once a second; short exports say nothing. */
export function progressReport(): (progress: ExportProgress) => void {
  const startedAt = performance.now();
  let toldAt = startedAt;
  return ({ rows, bytes }) => {
    const now = performance.now();
    if (now - toldAt < everyMs) return;
    toldAt = now;
    const perSecond = Math.round((rows / (now - startedAt)) * 1_000);
    process.stderr.write(`${rows} rows, ${(bytes / 1e6).toFixed(1)} MB, ${perSecond} rows/s\n`);
  };
}

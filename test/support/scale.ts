/** How many runs a property gets: as said here in `npm test`, times TEST_SCALE in `npm run campaign`. */
export function scaled(runs: number): number {
  return Math.max(1, Math.round(runs * scale));
}

/** By how much a sweep over a range steps on: as said here in `npm test`, by one in `npm run campaign`. */
export function stride(step: number): number {
  return scale > 1 ? 1 : step;
}

const scale = Number(process.env['TEST_SCALE'] ?? 1);

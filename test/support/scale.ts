/** How many runs a property gets: as said here in `npm test`, times TEST_SCALE in `npm run campaign`. */
export function scaled(runs: number): number {
  return Math.max(1, Math.round(runs * Number(process.env['TEST_SCALE'] ?? 1)));
}

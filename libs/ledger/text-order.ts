/** For `toSorted`: texts in the order of their UTF-16 code units, the same on every machine and in every locale. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

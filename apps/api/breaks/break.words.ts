import { breakKinds, type BreakKind } from '#libs/reconciliation/items.js';
import type { AgeBucket } from '#libs/reconciliation/suggestions.js';
import { snakeCase } from '../fields/snake-case.js';
import { keysOf } from '../fields/keys-of.js';

/** How the API calls a kind of break. */
export const kindWords = breakKinds.map((kind) => snakeCase(kind));

export function kindOf(word: string | undefined): BreakKind | undefined {
  return breakKinds.find((kind) => snakeCase(kind) === word);
}

const ages = {
  under_1_hour: 'under 1 h',
  under_1_day: 'under 1 day',
  '1_to_3_days': '1 to 3 days',
  over_3_days: 'over 3 days',
} as const satisfies Readonly<Record<string, AgeBucket>>;

export type AgeWord = keyof typeof ages;
export const ageWords = keysOf(ages);

export function bucketOf(word: AgeWord): AgeBucket {
  return ages[word];
}

export function ageWord(bucket: AgeBucket): AgeWord {
  const word = ageWords.find((each) => ages[each] === bucket);
  if (word === undefined) throw new Error(`No word for ${bucket}`);
  return word;
}

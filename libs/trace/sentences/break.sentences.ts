import type { BreakEvent } from '../../reconciliation/break.events.js';
import { words, type Sentences } from './words.js';

export const breakSentences: Sentences<BreakEvent> = {
  BreakOpened: ({ kind, source, expected, actual }) =>
    `A difference was found (${words(kind)}): the books say ${expected}, ${source} says ${actual}.`,
  BreakChanged: ({ expected, actual }) =>
    `The difference changed: the books say ${expected}, the other side ${actual}.`,
  BreakAssigned: () => 'Somebody looks after the difference.',
  BreakExplained: () => 'Why the two sides differ was explained.',
  BreakResolved: ({ how }) => `The difference was resolved: ${words(how)}.`,
  BreakReopened: ({ expected, actual }) =>
    `The difference was opened again: the books say ${expected}, the other side ${actual}.`,
};

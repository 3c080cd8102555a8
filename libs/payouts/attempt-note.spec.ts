import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { attemptNote, parseAttemptNote } from './attempt-note.js';

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const payoutIds = fc
  .string({ unit: fc.constantFrom(...letters.split('')), minLength: 26, maxLength: 26 })
  .map((random) => `po_${random}`);
const references = fc.record({ payoutId: payoutIds, attempt: fc.integer({ min: 1, max: 99 }) });
const note = 'live-po_abcdefghijklmnopqrstuvwxyz-1';

describe('§2.3 rule 2 the note of an attempt', () => {
  it('is read back as it was written, and fits the provider’s field', () =>
    fc.assert(
      fc.property(references, fc.constantFrom('test' as const, 'live' as const), (reference, environment) => {
        const written = attemptNote(environment, reference);
        expect(written.length).toBeLessThanOrEqual(40);
        expect(parseAttemptNote(environment, written)).toEqual(reference);
      }),
    ));

  it('SD-04 is not read by the other environment', () => {
    expect(parseAttemptNote('live', note)).toBeDefined();
    expect(parseAttemptNote('test', note)).toBeUndefined();
  });

  it.each([
    '',
    ` ${note}`,
    `${note}\n`,
    `${note}00`,
    note.replace('-1', '-0'),
    note.replace('-1', '-01'),
    note.replace('-1', ''),
    note.replace('po_a', 'po_A'),
    note.replace('po_a', 'po_'),
    note.replace('po_a', 'po_1'),
    note.replace('live', 'LIVE'),
    'salary of March',
  ])('is not read from %j', (edited) => expect(parseAttemptNote('live', edited)).toBeUndefined());

  it('is not read from anything else that anybody writes there', () =>
    fc.assert(fc.property(fc.string(), (text) => expect(parseAttemptNote('live', text)).toBeUndefined())));
});

import { describe, expect, it } from '@jest/globals';
import type { TimelineStep } from '#libs/trace/timeline.js';
import { traceText } from './trace.lines.js';

function step(sentence: string, elapsedMs = 0): TimelineStep {
  const recordedAt = new Date(Date.UTC(2026, 0, 5, 12) + elapsedMs);
  const place = { position: 1n, revision: 0n, stream: 'payout-po_1' };
  return {
    ...place,
    recordedAt,
    elapsedMs,
    event: 'PayoutSettled',
    actor: 'worker',
    sentence,
    amounts: [],
    postings: [],
  };
}

const textOf = (...steps: readonly TimelineStep[]) =>
  traceText({ resource: 'withdrawal', resourceId: 'po_1', events: [], steps, notKnownYet: [], isCut: false });

describe('the text of a trace', () => {
  it('obeys nothing that others wrote', () => {
    const text = textOf(step('Seen as \u001B[2Jhash\nNothing is open.'));
    expect(text).not.toContain('\u001B');
    expect(text.split('\n')).toHaveLength(3);
  });

  it.each([
    [0, '0.000s'],
    [59_999, '59.999s'],
    [60_000, '01m00s'],
    [3_723_000, '1h02m03s'],
    [360_000_000, '100h00m00s'],
  ])('shows %i ms as %s', (elapsedMs, text) => {
    expect(textOf(step('A.'), step('B.', elapsedMs))).toContain(`+${text}  worker  PayoutSettled  B.`);
  });
});

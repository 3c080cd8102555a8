import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvEncoder } from './csv-encoder.js';

const encoder = () =>
  csvEncoder([
    { name: 'text', kind: 'text' },
    { name: 'amount', kind: 'decimal' },
  ]);

function cells(...texts: readonly (string | null)[]): unknown[] {
  const csv = encoder();
  const bytes = [csv.page(texts.map((text) => [text, '-5'])), csv.end()];
  return parse(Buffer.concat(bytes)).slice(1);
}

describe('RS-01 texts in CSV', () => {
  it('are read back as they were', () => {
    const texts = ['plain', 'a,b', 'say "no"', 'two\nlines', 'cr\rinside', "'quoted", 'ü€😀', ' ', "a'=b", 'a-b'];
    expect(cells(...texts, null)).toEqual([...texts, ''].map((text) => [text, '-5']));
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '-"a",b'])('are no formulas: %j', (text) => {
    expect(cells(text)).toEqual([[`'${text}`, '-5']]);
  });

  it('have a header, also when there are none', () => {
    expect(Buffer.from(encoder().end()).toString()).toBe('text,amount\n');
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  deletionMetadata,
  firstKeptRevision,
  isSoftDeleted,
  parseRetention,
  withTruncateBefore,
} from './stream-metadata.js';

describe('Stream metadata', () => {
  it('restrict by whole numbers only', () => {
    expect(parseRetention('{"$maxCount":3,"$maxAge":60,"$tb":7,"other":1}')).toEqual({
      maxCount: 3,
      maxAgeMs: 60_000,
      truncateBefore: 7,
    });
    for (const nothing of ['', 'null', '[]', '"text"', '{"$maxCount":"3","$tb":-1,"$maxAge":1.5}', '{"$tb":'])
      expect(parseRetention(nothing)).toEqual({});
  });

  it('of a soft-deleted stream differ from those of one cut at any revision', () => {
    expect(isSoftDeleted(parseRetention(deletionMetadata))).toBe(true);
    expect(isSoftDeleted(parseRetention('{"$tb":9007199254740991}'))).toBe(false);
    expect(isSoftDeleted({})).toBe(false);
  });

  it('keep the rest when a stream comes back, numbers to the last digit', () => {
    expect(withTruncateBefore('{"$tb":9223372036854775807,"limit":12345678901234567890.10,"$maxCount":2}', 5)).toBe(
      '{"$tb":5,"limit":12345678901234567890.10,"$maxCount":2}',
    );
    expect(withTruncateBefore('no JSON', 5)).toBe('{"$tb":5}');
  });

  it('leave what both limits leave', () => {
    expect(firstKeptRevision({}, 9)).toBe(0);
    expect(firstKeptRevision({ maxCount: 3 }, 9)).toBe(7);
    expect(firstKeptRevision({ maxCount: 30 }, 9)).toBe(0);
    expect(firstKeptRevision({ maxCount: 3, truncateBefore: 8 }, 9)).toBe(8);
    expect(firstKeptRevision({ maxCount: 3, truncateBefore: 2 }, 9)).toBe(7);
  });
});

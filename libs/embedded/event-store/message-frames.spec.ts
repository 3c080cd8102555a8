import { describe, expect, it } from '@jest/globals';
import { inFrames } from './message-frames.js';

function messagesIn(frames: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < frames.length; ) {
    expect(frames[at]).toBe(0);
    const end = at + 5 + frames.readUInt32BE(at + 1);
    messages.push(frames.subarray(at + 5, end));
    at = end;
  }
  return messages;
}

describe('Messages in frames', () => {
  it('are all there, in order, many to a write', () => {
    const messages = Array.from({ length: 1_000 }, (_, n) => Buffer.alloc(n, n));
    const writes = [...inFrames(messages)];
    expect(writes.flatMap(messagesIn)).toEqual(messages);
    expect(writes.length).toBeLessThan(20);
  });

  it('are no writes when there are none, and one each when they are long', () => {
    expect([...inFrames([])]).toEqual([]);
    expect([...inFrames([Buffer.alloc(100_000), Buffer.alloc(100_000)])]).toHaveLength(2);
  });
});

import { describe, expect, it } from '@jest/globals';
import { deferred } from './deferred.js';
import { KeyedQueue } from './keyed-queue.js';

const full = (key: string): Error => new Error(`${key} is full`);

describe('a keyed queue', () => {
  it('runs work of one key in order, even after a failure, and of others beside it', async () => {
    const queue = new KeyedQueue(10, full);
    const gate = deferred();
    const ran: string[] = [];
    const first = queue.run('a', async () => {
      await gate.promise;
      ran.push('a1');
      throw new Error('failed');
    });
    const second = queue.run('a', async () => ran.push('a2'));
    await queue.run('b', async () => ran.push('b1'));
    gate.resolve();
    await expect(first).rejects.toThrow('failed');
    expect(await second).toBe(3);
    expect(ran).toEqual(['b1', 'a1', 'a2']);
  });

  it('refuses what would wait behind too many, and takes it later', async () => {
    const queue = new KeyedQueue(2, full);
    const gate = deferred();
    const waiting = [queue.run('a', async () => gate.promise), queue.run('a', async () => gate.promise)];
    await expect(queue.run('a', async () => 1)).rejects.toThrow('a is full');
    gate.resolve();
    await Promise.all(waiting);
    await expect(queue.run('a', async () => 1)).resolves.toBe(1);
  });
});

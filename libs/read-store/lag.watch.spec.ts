import { describe, expect, it } from '@jest/globals';
import type { Checkpoint } from './checkpoint.js';
import { LagWatch } from './lag.watch.js';
import { MemoryLog } from './memory-log.spec-support.js';
import { Projector, type ProjectorContext } from './projector.js';
import { tillsProjection } from './sample-projection.spec-support.js';

const projection = tillsProjection();

/** A projector that stands there. */
function at(position: Checkpoint['position']): Projector {
  return new Projector({ store: { projection } } as ProjectorContext, { position } as Checkpoint);
}

describe('INV-R3 LagWatch', () => {
  const log = new MemoryLog();
  const first = log.record('till-a', 'TillSeen.v1', { till: 'a' });
  const second = log.record('till-a', 'TillSeen.v1', { till: 'a' });

  it('tells since when an end of the log has not been reached', async () => {
    const lag = new LagWatch(log);
    await lag.look([at(first.position)]);
    const since = lag.behindSince(at(first.position));
    expect(since).toBeInstanceOf(Date);
    log.record('till-b', 'TillSeen.v1', { till: 'b' });
    await lag.look([at(first.position)]);
    expect(lag.behindSince(at(first.position))).toEqual(since);
    expect(lag.behindSince(at(second.position))).toBeUndefined();
  });

  it('does not mind events that are of no concern', async () => {
    const lag = new LagWatch(log);
    const last = log.events.at(-1);
    log.record('elsewhere-1', 'Whatever.v1', {});
    for (const _ of [1, 2, 3]) await lag.look([at(last?.position)]);
    expect(lag.behindSince(at(last?.position))).toBeUndefined();
    log.record('till-c', 'TillSeen.v1', { till: 'c' });
    for (const _ of [1, 2, 3]) await lag.look([at(last?.position)]);
    expect(lag.behindSince(at(last?.position))).toBeInstanceOf(Date);
  });

  it('finds nothing to reach in an empty log', async () => {
    const lag = new LagWatch(new MemoryLog());
    await lag.look([at(undefined)]);
    expect(lag.behindSince(at(undefined))).toBeUndefined();
  });
});

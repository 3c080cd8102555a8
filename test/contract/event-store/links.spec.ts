import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  binaryEvent,
  streamNameFilter,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type ResolvedEvent,
  type StreamSubscription,
} from '@eventstore/db-client';
import { FollowedSubscription } from './followed-subscription.js';
import { collect, newEvents, newName, openStoreUnderTest, type StoreUnderTest } from './store-under-test.js';

let store: StoreUnderTest;
let client: EventStoreDBClient;
/** Holds `stream@0` to `stream@2`; its name holds the character that separates it in a link. */
let stream: string;
let links: string;
beforeAll(async () => {
  store = await openStoreUnderTest();
  ({ client } = store);
});
beforeEach(async () => {
  stream = newName('linked@');
  links = newName('links');
  await client.appendToStream(stream, newEvents(3));
});
afterAll(() => store.close());

const linkTo = async (text: string): Promise<void> => {
  await client.appendToStream(links, binaryEvent({ type: '$>', data: Buffer.from(text) }));
};
const eventsOf = (resolved: readonly ResolvedEvent[]): string[][] =>
  resolved.map(({ event, link }) =>
    [event, link].map((one) => (one === undefined ? 'none' : `${one.streamId}@${one.revision}`)),
  );
/** The events of a subscription until there is one. */
async function firstOf(subscription: AllStreamSubscription | StreamSubscription): Promise<readonly string[]> {
  const followed = new FollowedSubscription(subscription);
  await followed.untilEvents(1);
  await followed.stop();
  return followed.events;
}

describe('A link', () => {
  it('comes with the event that it stands for, if the reader wants that', async () => {
    await linkTo(`2@${stream}`);
    const resolved = await collect(client.readStream(links, { resolveLinkTos: true }));
    expect(eventsOf(resolved)).toEqual([[`${stream}@2`, `${links}@0`]]);
    const [target] = await collect(client.readStream(stream, { fromRevision: 2n }));
    expect(resolved[0]?.event).toEqual(target?.event);
    expect(resolved[0]?.commitPosition).toBe(resolved[0]?.link?.position?.commit);
    expect(eventsOf(await collect(client.readStream(links)))).toEqual([[`${links}@0`, 'none']]);
  });

  it('is resolved in the whole log and in subscriptions too', async () => {
    const { position: fromPosition } = await client.appendToStream(newName(), newEvents(1));
    if (fromPosition === undefined) throw new Error('No position');
    await linkTo(`1@${stream}`);
    const everywhere = { fromPosition, resolveLinkTos: true };
    const read = await collect(client.readAll(everywhere));
    expect(eventsOf(read.slice(1))).toEqual([[`${stream}@1`, `${links}@0`]]);
    // A filter looks at the link, not at the event.
    const filter = streamNameFilter({ prefixes: [links] });
    for (const subscription of [
      client.subscribeToStream(links, { resolveLinkTos: true }),
      client.subscribeToAll(everywhere),
      client.subscribeToAll({ ...everywhere, filter }),
    ])
      expect(await firstOf(subscription)).toEqual([`${stream}@1`]);
  });

  it('comes alone when there is no such event', async () => {
    const deleted = newName();
    const closed = newName();
    for (const name of [deleted, closed]) await client.appendToStream(name, newEvents(1));
    await client.setStreamMetadata(stream, { truncateBefore: 1 });
    await client.deleteStream(deleted);
    await client.tombstoneStream(closed);
    for (const text of [`3@${stream}`, `0@${stream}`, `0@${newName()}`, `0@${deleted}`, `0@${closed}`])
      await linkTo(text);
    const resolved = await collect(client.readStream(links, { resolveLinkTos: true }));
    expect(eventsOf(resolved)).toEqual([0, 1, 2, 3, 4].map((revision) => ['none', `${links}@${revision}`]));
  });

  it('that names no event is one itself', async () => {
    await linkTo('nothing');
    const resolved = await collect(client.readStream(links, { resolveLinkTos: true }));
    expect(eventsOf(resolved)).toEqual([[`${links}@0`, 'none']]);
  });
});

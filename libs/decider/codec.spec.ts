import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { combineCodecs, defineCodec, MalformedEvent, UnknownEventType } from './codec.js';

type DoorEvent =
  | { type: 'DoorOpened'; data: { door: string; at: Date } }
  | { type: 'DoorPainted'; data: { door: string; colour: { name: string; coats: number } } };

interface WindowEvent {
  readonly type: 'WindowBroken';
  readonly data: { pane: number };
}

const instant = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});
const doors = defineCodec<DoorEvent>({
  DoorOpened: { version: 1, schema: z.strictObject({ door: z.string(), at: instant }) },
  DoorPainted: {
    version: 3,
    schema: z.strictObject({ door: z.string(), colour: z.strictObject({ name: z.string(), coats: z.int() }) }),
    upcasts: {
      1: ({ door, colour }) => ({ door: door ?? null, colour: { name: colour ?? null } }),
      2: ({ door, colour }) => ({
        door: door ?? null,
        colour: { ...z.record(z.string(), z.json()).parse(colour), coats: 1 },
      }),
    },
  },
});

const anyEvent: fc.Arbitrary<DoorEvent> = fc.oneof(
  fc.record({
    type: fc.constant('DoorOpened' as const),
    data: fc.record({
      door: fc.string(),
      at: fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
    }),
  }),
  fc.record({
    type: fc.constant('DoorPainted' as const),
    data: fc.record({ door: fc.string(), colour: fc.record({ name: fc.string(), coats: fc.integer() }) }),
  }),
);

describe('a codec', () => {
  it('reads back what it wrote, through JSON', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const encoded = doors.encode(event);
        const stored = {
          type: encoded.type,
          data: z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(encoded.data))),
        };
        expect(doors.decode(stored)).toEqual(event);
      }),
    );
  });

  it('writes the newest version', () => {
    expect(doors.encode({ type: 'DoorPainted', data: { door: 'd', colour: { name: 'red', coats: 2 } } })).toEqual({
      type: 'DoorPainted.v3',
      data: { door: 'd', colour: { name: 'red', coats: 2 } },
    });
  });

  it('lifts every older version, one step after the other', () => {
    const painted = { type: 'DoorPainted', data: { door: 'd', colour: { name: 'red', coats: 1 } } };
    expect(doors.decode({ type: 'DoorPainted.v1', data: { door: 'd', colour: 'red' } })).toEqual(painted);
    expect(doors.decode({ type: 'DoorPainted.v2', data: { door: 'd', colour: { name: 'red' } } })).toEqual(painted);
  });

  it('names every stored type that it reads', () => {
    expect(doors.storedTypes).toEqual(['DoorOpened.v1', 'DoorPainted.v1', 'DoorPainted.v2', 'DoorPainted.v3']);
  });

  it.each([
    'WindowOpened.v1',
    'DoorOpened',
    'DoorOpened.v0',
    'DoorOpened.v01',
    'DoorOpened.v1 ',
    'dooropened.v1',
    'constructor.v1',
    '__proto__.v1',
    'v1',
    '',
  ])('does not know %j', (type) => {
    expect(() => doors.decode({ type, data: {} })).toThrow(UnknownEventType);
  });

  it('F9.1 refuses a newer version than it knows, even if the data would fit', () => {
    const data = { door: 'd', at: '2025-01-01T00:00:00.000Z' };
    expect(() => doors.decode({ type: 'DoorOpened.v2', data })).toThrow(UnknownEventType);
  });

  it.each([
    { door: 'd' },
    { door: 'd', at: 'yesterday' },
    { door: 1, at: '2025-01-01T00:00:00Z' },
    { door: 'd', at: '2025-01-01T00:00:00Z', more: 1 },
  ])('refuses the malformed data %j, naming the event and the field', (data) => {
    expect(() => doors.decode({ type: 'DoorOpened.v1', data })).toThrow(MalformedEvent);
    expect(() => doors.decode({ type: 'DoorOpened.v1', data })).toThrow(/DoorOpened\.v1: .*(at|door|more)/s);
  });

  it('does not write what it could not read back', () => {
    const event: DoorEvent = { type: 'DoorOpened', data: { door: 'd', at: new Date(Number.NaN) } };
    expect(() => doors.encode(event)).toThrow(MalformedEvent);
  });

  it('refuses an older version that it cannot lift', () => {
    const lacking = defineCodec<{ type: 'Old'; data: { a: string } }>({
      Old: { version: 2, schema: z.strictObject({ a: z.string() }) },
    });
    expect(() => lacking.decode({ type: 'Old.v1', data: { a: 'x' } })).toThrow(MalformedEvent);
  });
});

describe('several codecs as one', () => {
  const windows = defineCodec<WindowEvent>({
    WindowBroken: { version: 1, schema: z.strictObject({ pane: z.int() }) },
  });

  it('asks the one that knows the type', () => {
    const house = combineCodecs<DoorEvent | WindowEvent>(doors, windows);
    expect(house.decode({ type: 'WindowBroken.v1', data: { pane: 3 } })).toEqual({
      type: 'WindowBroken',
      data: { pane: 3 },
    });
    expect(house.storedTypes).toHaveLength(5);
    expect(() => house.decode({ type: 'RoofLost.v1', data: {} })).toThrow(UnknownEventType);
  });

  it('refuses two that know the same type', () => {
    expect(() => combineCodecs(doors, doors)).toThrow('DoorOpened.v1');
  });
});

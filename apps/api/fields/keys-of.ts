/** The keys of a record that has all of its keys and no others, as an exhaustive `Record` over a union does. */
export function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the keys' type.
  return Object.keys(record) as Key[];
}

import { z } from 'zod';
import type { Setting } from './config.js';

/** The variable may be absent: the setting is undefined then. */
export function optional<Value>(setting: Setting<Value>): Setting<Value | undefined> {
  return {
    ...setting,
    schema: setting.schema.transform((value): Value | undefined => value),
    whenAbsent: { value: undefined },
  };
}

export function textSetting(name: string, expected: string, pattern = /./): Setting<string> {
  return { name, expected, schema: z.string().regex(pattern) };
}

export function httpUrlSetting(name: string, expected: string): Setting<string> {
  return { name, expected, schema: z.url({ protocol: /^https?$/ }) };
}

export function portSetting(name: string, fallback: number): Setting<number> {
  const schema = z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65_535);
  return { name, expected: 'a port number, 0 to 65535', schema, whenAbsent: { value: fallback } };
}

/** Written in seconds, read in milliseconds. */
export function secondsSetting(name: string, fallbackSeconds: number): Setting<number> {
  const schema = z
    .string()
    .regex(/^\d{1,7}(\.\d{1,3})?$/)
    .transform((text) => Math.round(Number(text) * 1_000))
    .refine((milliseconds) => milliseconds > 0);
  return { name, expected: 'a number of seconds above 0', schema, whenAbsent: { value: fallbackSeconds * 1_000 } };
}

export function choiceSetting<const Choice extends string>(
  name: string,
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
): Setting<Choice> {
  const schema = z.string().refine((text): text is Choice => choices.some((choice) => choice === text));
  return {
    name,
    expected: `one of ${choices.join(', ')}`,
    schema: schema as z.ZodType<Choice, string>,
    whenAbsent: { value: fallback },
  };
}

export function flagSetting(name: string, fallback: boolean): Setting<boolean> {
  const schema = z.enum(['true', 'false']).transform((text) => text === 'true');
  return {
    name,
    expected: 'true or false',
    schema: schema as z.ZodType<boolean, string>,
    whenAbsent: { value: fallback },
  };
}

/** A list with one shape for its members; empty members are left out. */
export function listSetting<Item>(
  { name, expected, separator }: { name: string; expected: string; separator: string },
  item: z.ZodType<Item, string>,
): Setting<readonly Item[]> {
  const parts = (text: string) =>
    text
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  return { name, expected, schema: z.string().transform(parts).pipe(z.array(item)) };
}

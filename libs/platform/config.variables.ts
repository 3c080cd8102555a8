import { z } from 'zod';

/** A variable that has to be there. `expected` says to the operator what belongs into it. */
export function required<Value>(expected: string, schema: z.ZodType<Value, string>) {
  return z
    .string()
    .optional()
    .transform((text, context) => read(expected, schema, context, text));
}

/** A variable that may be absent, and what it is then. */
export function withDefault<Value>(fallback: Value, expected: string, schema: z.ZodType<Value, string>) {
  return z
    .string()
    .optional()
    .transform((text, context) => (text === undefined ? fallback : read(expected, schema, context, text)));
}

export function optional<Value>(expected: string, schema: z.ZodType<Value, string>) {
  return z
    .string()
    .optional()
    .transform((text, context) => (text === undefined ? undefined : read(expected, schema, context, text)));
}

/** One problem for each variable, in words that hold no part of its value. */
function read<Value>(
  expected: string,
  schema: z.ZodType<Value, string>,
  context: z.core.ParsePayload,
  text: string | undefined,
): Value {
  const result = schema.safeParse(text);
  if (result.success) return result.data;
  const message = `${text === undefined ? 'is missing' : 'is not valid'}; expected ${expected}`;
  context.issues.push({ code: 'custom', message, input: undefined });
  return z.NEVER;
}

export const httpUrl = z.url({ protocol: /^https?$/ });

export function portVariable(fallback: number) {
  const port = z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((number) => number <= 65_535);
  return withDefault(fallback, 'a port number, 0 to 65535', port);
}

/** Written in seconds, read in milliseconds. */
export function secondsVariable(fallbackSeconds: number) {
  const milliseconds = z
    .string()
    .regex(/^\d{1,7}(\.\d{1,3})?$/)
    .transform((text) => Math.round(Number(text) * 1_000))
    .refine((number) => number > 0);
  return withDefault(fallbackSeconds * 1_000, 'a number of seconds above 0', milliseconds);
}

export function choiceVariable<const Choice extends string>(choices: readonly Choice[], fallback: NoInfer<Choice>) {
  return withDefault<Choice>(fallback, `one of ${choices.join(', ')}`, z.string().pipe(z.enum(choices)));
}

export function flagVariable(fallback: boolean) {
  return withDefault(fallback, 'true or false', z.stringbool({ truthy: ['true'], falsy: ['false'] }));
}

/** A list with one shape for its members; empty members are left out, but one has to be there. */
export function listOf<Item>(separator: string, item: z.ZodType<Item, string>): z.ZodType<readonly Item[], string> {
  const parts = (text: string) => text.split(separator).map((part) => part.trim());
  return z
    .string()
    .transform((text) => parts(text).filter((part) => part !== ''))
    .pipe(z.array(item).min(1))
    .transform((items) => Object.freeze(items));
}

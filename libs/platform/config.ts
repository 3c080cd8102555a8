import type { z } from 'zod';

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One setting: where it comes from, what it has to look like (in words, for the operator), and how it is read. */
export interface Setting<Value> {
  readonly name: string;
  readonly expected: string;
  readonly schema: z.ZodType<Value, string>;
  /** Without it the variable has to be there. */
  readonly whenAbsent?: { readonly value: Value };
}

/** The settings of one concern, by the name they have in the code. */
export interface ConfigPart<Values extends object> {
  readonly settings: { readonly [Field in keyof Values]: Setting<Values[Field]> };
  /** What is wrong between settings that are fine one by one. */
  readonly check?: (values: Values) => ConfigProblem | undefined;
}

/** Names the variable and what it should be; never its value, which may be a secret. */
export interface ConfigProblem {
  readonly name: string;
  readonly expected: string;
  readonly missing: boolean;
}

/** The environment does not describe a configuration. The message has one line for each bad variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(['The configuration is not usable:', ...problems.map(describe)].join('\n'));
  }
}

type ConfigOf<Parts> = {
  readonly [Part in keyof Parts]: Parts[Part] extends ConfigPart<infer Values> ? Readonly<Values> : never;
};

/**
 * The typed, frozen configuration of a process, out of the parts it needs:
 * `loadConfig({ api: apiConfig, database: databaseConfig })`. An empty variable counts as absent.
 * @throws ConfigError naming every bad variable.
 */
export function loadConfig<const Parts extends object>(
  parts: Parts,
  environment: Environment = process.env,
): ConfigOf<Parts> {
  const problems = mockSwitches(environment);
  const read = Object.entries<AnyPart>({ ...parts }).map(([name, part]) => [
    name,
    readPart(part, environment, problems),
  ]);
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(Object.fromEntries(read)) as ConfigOf<Parts>;
}

type AnyPart = ConfigPart<Record<string, unknown>>;

function readPart(part: AnyPart, environment: Environment, problems: ConfigProblem[]): object {
  const bad: ConfigProblem[] = [];
  const fields = Object.entries(part.settings);
  const values = Object.fromEntries(fields.map(([field, each]) => [field, readSetting(each, environment, bad)]));
  const conflict = bad.length === 0 ? part.check?.(values) : undefined;
  problems.push(...bad, ...(conflict ? [conflict] : []));
  return Object.freeze(values);
}

function readSetting(from: Setting<unknown>, environment: Environment, bad: ConfigProblem[]): unknown {
  const { name, expected } = from;
  const text = environment[name]?.trim() ?? '';
  if (text === '' && from.whenAbsent) return from.whenAbsent.value;
  const result = from.schema.safeParse(text);
  if (text === '' || !result.success) bad.push({ name, expected, missing: text === '' });
  return result.data;
}

/** A gate whose approver answers by itself protects nothing, so no process starts beside such a setting (F4.8). */
function mockSwitches(environment: Environment): ConfigProblem[] {
  const expected = 'it not to be set: a mock approver must never run beside this ledger';
  return Object.keys(environment)
    .filter((name) => name.startsWith('VALIDATION_MOCK_'))
    .map((name) => ({ name, expected, missing: false }));
}

function describe({ name, expected, missing }: ConfigProblem): string {
  return `  ${name} ${missing ? 'is missing' : 'is not valid'}; expected ${expected}`;
}

import { z } from 'zod';

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment does not describe a configuration. The message has one line for each bad variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ variable, problem }) => `  ${variable} ${problem}`);
    super(['The configuration is not usable:', ...lines].join('\n'));
  }
}

/** Names the variable and what it should be; never its value, which may be a secret. */
export interface ConfigProblem {
  readonly variable: string;
  readonly problem: string;
}

/**
 * The typed, frozen configuration of a process, out of the parts it needs:
 * `loadConfig({ api: apiConfig, database: databaseConfig })`. An empty variable counts as absent.
 * @throws ConfigError naming every bad variable.
 */
export function loadConfig<Parts extends Readonly<Record<string, z.ZodType>>>(
  parts: Parts,
  environment: Environment = process.env,
): z.output<z.ZodReadonly<z.ZodObject<Parts>>> {
  const variables = present(environment);
  const everyPartsInput = Object.fromEntries(Object.keys(parts).map((part) => [part, variables]));
  const result = z.object(parts).readonly().safeParse(everyPartsInput);
  const problems = [...mockSwitches(environment), ...(result.error?.issues ?? []).map(toProblem)];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

function present(environment: Environment): Environment {
  const trimmed = Object.entries(environment).map(([name, text]) => [name, text?.trim()]);
  return Object.fromEntries(trimmed.filter(([, text]) => text));
}

/** A gate whose approver answers by itself protects nothing, so no process starts beside such a setting (F4.8). */
function mockSwitches(environment: Environment): ConfigProblem[] {
  const problem = 'must not be set: a mock approver never runs beside this ledger';
  const names = Object.keys(environment).filter((name) => name.startsWith('VALIDATION_MOCK_'));
  return names.map((variable) => ({ variable, problem }));
}

function toProblem({ path, message }: z.core.$ZodIssue): ConfigProblem {
  return { variable: String(path[1]), problem: message };
}

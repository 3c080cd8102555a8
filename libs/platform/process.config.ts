import { z } from 'zod';
import { choiceVariable, optional } from './config.variables.js';

const environments = ['test', 'live'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const logFormats = ['json', 'pretty'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFormat = (typeof logFormats)[number];

export const environmentVariable = choiceVariable(environments, 'test');

/** What every process is told. */
export const processConfig = z
  .object({
    LEDGER_ENVIRONMENT: environmentVariable,
    LOG_LEVEL: choiceVariable(logLevels, 'info'),
    LOG_FORMAT: choiceVariable(logFormats, 'json'),
    LEDGER_HEARTBEAT_FILE: optional('a file to touch every few seconds', z.string()),
  })
  .transform((from) => ({
    /** Stands in every reference that we give the provider, so that test and live never meet. */
    environment: from.LEDGER_ENVIRONMENT,
    logLevel: from.LOG_LEVEL,
    logFormat: from.LOG_FORMAT,
    /** For health checks; see heartbeat.ts. */
    heartbeatFile: from.LEDGER_HEARTBEAT_FILE,
  }))
  .readonly();

export type ProcessConfig = z.output<typeof processConfig>;

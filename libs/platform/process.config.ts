import { z } from 'zod';
import { choiceVariable } from './config.variables.js';

const environments = ['test', 'live'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const logFormats = ['json', 'pretty'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFormat = (typeof logFormats)[number];

/** What every process is told. */
export const processConfig = z
  .object({
    LEDGER_ENVIRONMENT: choiceVariable(environments, 'test'),
    LOG_LEVEL: choiceVariable(logLevels, 'info'),
    LOG_FORMAT: choiceVariable(logFormats, 'json'),
  })
  .transform((from) => ({
    /** Stands in every reference that we give the provider, so that test and live never meet. */
    environment: from.LEDGER_ENVIRONMENT,
    logLevel: from.LOG_LEVEL,
    logFormat: from.LOG_FORMAT,
  }))
  .readonly();

export type ProcessConfig = z.output<typeof processConfig>;

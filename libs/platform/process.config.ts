import type { ConfigPart } from './config.js';
import { choiceSetting } from './config.fields.js';

export const environments = ['test', 'live'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const logFormats = ['json', 'pretty'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFormat = (typeof logFormats)[number];

/** What every process is told. */
export interface ProcessConfig {
  /** Stands in every reference that we give the provider, so that test and live never meet. */
  readonly environment: (typeof environments)[number];
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
}

export const processConfig: ConfigPart<ProcessConfig> = {
  settings: {
    environment: choiceSetting('LEDGER_ENVIRONMENT', environments, 'test'),
    logLevel: choiceSetting('LOG_LEVEL', logLevels, 'info'),
    logFormat: choiceSetting('LOG_FORMAT', logFormats, 'json'),
  },
};

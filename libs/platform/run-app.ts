import { ConfigError, loadConfig, type Environment } from './config.js';
import { startHeartbeat } from './heartbeat.js';
import { scrub } from './log-text.js';
import { createLog, type Log } from './logging.js';
import { processConfig, type ProcessConfig } from './process.config.js';

export interface AppContext {
  readonly log: Log;
  readonly process: ProcessConfig;
  readonly environment: Environment;
}

export interface RunningApp {
  /** Takes no more work, finishes what it has, closes its connections. */
  stop(): Promise<void>;
  /** What a parent process is told with `ready: true`: the port that was taken. */
  readonly info?: Readonly<Record<string, string | number | boolean | null>>;
}

const stopMsMax = 5_000;
export const exitCodes = { stopped: 0, failed: 1, badConfig: 2 } as const;

/**
 * Runs a process until it is told to stop: by SIGTERM, by SIGINT, or by the end of the parent that started it with an
 * IPC channel. A start that fails is one message on standard error and exit code 1, or 2 for a bad configuration.
 */
export async function runApp(name: string, start: (context: AppContext) => Promise<RunningApp>): Promise<void> {
  try {
    const settings = loadConfig({ process: processConfig }).process;
    const log = createLog({ app: name, level: settings.logLevel, format: settings.logFormat });
    exitOnDefects(log);
    const stop = new StopOnRequest(log);
    const app = await start({ log, process: settings, environment: process.env });
    stop.armWith(() => app.stop());
    if (settings.heartbeatFile !== undefined)
      startHeartbeat(settings.heartbeatFile, (error) => log.warn('heartbeat-failed', { error }));
    log.info('started', { pid: process.pid });
    tellParent({ ready: true, ...app.info });
  } catch (error) {
    process.stderr.write(`${name}: ${startProblem(error)}\n`);
    process.exit(error instanceof ConfigError ? exitCodes.badConfig : exitCodes.failed);
  }
}

function startProblem(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const text = error instanceof Error ? error.message || error.name : String(error);
  return scrub(text.replace(/\s*\n\s*/g, ' '));
}

/** A defect leaves the process in an unknown state; whoever supervises it starts a new one. */
function exitOnDefects(log: Log): void {
  const exit = (event: string) => (error: unknown) => {
    log.error(event, { error });
    process.exit(exitCodes.failed);
  };
  process.on('uncaughtException', exit('uncaught-exception'));
  process.on('unhandledRejection', exit('unhandled-rejection'));
  // A parent that died no longer reads our output; that is no reason to die without stopping.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

class StopOnRequest {
  private stopApp: (() => Promise<void>) | undefined;
  private requested = false;

  constructor(private readonly log: Log) {
    process.on('SIGTERM', () => this.request('SIGTERM'));
    process.on('SIGINT', () => this.request('SIGINT'));
    process.on('disconnect', () => this.request('disconnect'));
    if (process.send && !process.connected) this.request('disconnect'); // The parent died before we listened.
  }

  armWith(stopApp: () => Promise<void>): void {
    this.stopApp = stopApp;
  }

  /** While it still starts there is nothing to finish; the second request does not wait either. */
  private request(signal: string): void {
    if (!this.stopApp) process.exit(exitCodes.stopped);
    if (this.requested) process.exit(exitCodes.failed);
    this.requested = true;
    this.log.info('stopping', { signal });
    setTimeout(() => {
      this.log.error('stop-took-too-long', { waitMs: stopMsMax });
      process.exit(exitCodes.failed);
    }, stopMsMax).unref();
    this.stopApp().then(
      () => process.exit(exitCodes.stopped),
      (error: unknown) => {
        this.log.error('stop-failed', { error });
        process.exit(exitCodes.failed);
      },
    );
  }
}

function tellParent(message: object): void {
  if (process.connected) process.send?.(message);
}

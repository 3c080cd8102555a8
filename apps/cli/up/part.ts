/** One process of the stack, whatever it takes to start it. */
export interface Part {
  /** Its log file and folder: `event-store`. */
  readonly name: string;
  /** For people: `Event store`. */
  readonly title: string;
  /** Resolves when it serves. @throws PartFailed, or what `signal` was aborted with. */
  start(signal: AbortSignal): Promise<RunningPart>;
}

export interface RunningPart {
  /** What it told when it was ready. */
  readonly info: unknown;
  /** Resolves when it ended, with how: `SIGKILL`, `exit code 1`. */
  readonly ended: Promise<string>;
  /** Resolves when it has ended: by itself, or killed after `msMax`. */
  stop(msMax: number): Promise<void>;
  kill(): void;
}

/** It ended, or took too long, before it served. */
export class PartFailed extends Error {
  override readonly name = 'PartFailed';

  constructor(
    readonly title: string,
    readonly how: string,
    readonly lastLines: readonly string[] = [],
  ) {
    super(`${title} did not start: ${how}`);
  }
}

import colors from 'picocolors';

export interface ScreenOutput {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Something that takes a while. */
export interface Step {
  done(detail?: string): void;
  failed(): void;
  /** It was given up; nobody needs to hear of it. */
  dropped(): void;
}

const eraseLine = '\r\u001b[K';

/** Readable progress: lines that stay and, on a terminal, one line below them for what is still going on. */
export class Screen {
  private readonly pending = new Set<string>();
  private readonly paint: ReturnType<typeof colors.createColors>;

  constructor(private readonly output: ScreenOutput) {
    this.paint = colors.createColors(output.isTTY === true && colors.isColorSupported);
  }

  line(text = ''): void {
    this.output.write(`${this.erase()}${text}\n`);
    this.drawPending();
  }

  heading(text: string): void {
    this.line(this.paint.bold(text));
  }

  warn(text: string): void {
    this.line(`${this.paint.yellow('!')} ${text}`);
  }

  error(text: string): void {
    this.line(`${this.paint.red('✖')} ${text}`);
  }

  success(text: string, ms: number): void {
    this.line(`${this.paint.green('✔')} ${text} ${this.paint.dim(seconds(ms))}`);
  }

  step(title: string): Step {
    const started = performance.now();
    this.pending.add(title);
    this.drawPending();
    return {
      done: (detail = title) => {
        this.pending.delete(title);
        this.success(detail, performance.now() - started);
      },
      failed: () => {
        this.pending.delete(title);
        this.error(title);
      },
      dropped: () => {
        this.pending.delete(title);
      },
    };
  }

  private drawPending(): void {
    if (this.output.isTTY && this.pending.size > 0)
      this.output.write(`${this.erase()}${this.paint.dim(`… ${[...this.pending].join(', ')}`)}`);
  }

  private erase(): string {
    return this.output.isTTY ? eraseLine : '';
  }
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

import type { TimelineStep } from '#libs/trace/timeline.js';
import type { Trace } from '#libs/trace/trace.js';

/** One chain as a timeline for people. */
export function traceText({ resource, resourceId, steps, notKnownYet, isCut }: Trace): string {
  const lasted = durationText(steps.at(-1)?.elapsedMs ?? 0);
  const widths = [widest(steps.map(({ actor }) => actor)), widest(steps.map(({ event }) => event))] as const;
  return [
    `${resource} ${resourceId}: ${steps.length} events in ${lasted}`,
    ...steps.flatMap((step) => stepLines(step, widths)),
    ...(isCut ? ['The chain goes on; it was cut here.'] : []),
    ...(notKnownYet.length === 0
      ? ['Nothing is open: all of it is known and booked.']
      : ['Not known yet:', ...notKnownYet.map((gap) => `  ${gap}`)]),
  ]
    .map(plain)
    .join('\n');
}

/** What others sent may hold line feeds and what a terminal obeys. */
function plain(line: string): string {
  return line.replaceAll(/\p{C}/gu, '\uFFFD');
}

/** One chain as one JSON object. */
export function traceJson({ resource, resourceId, steps, notKnownYet, isCut }: Trace): string {
  const events = steps.map(({ position, recordedAt, revision, ...step }) => ({
    position: position.toString(),
    recordedAt: recordedAt.toISOString(),
    revision: revision.toString(),
    ...step,
  }));
  return JSON.stringify({ resource, id: resourceId, events, notKnownYet, isCut });
}

function stepLines(
  { recordedAt, elapsedMs, actor, event, sentence, postings }: TimelineStep,
  [actorWidth, eventWidth]: readonly [number, number],
): readonly string[] {
  const when = `${recordedAt.toISOString()} ${`+${durationText(elapsedMs)}`.padStart(12)}`;
  return [
    `  ${when}  ${actor.padEnd(actorWidth)}  ${event.padEnd(eventWidth)}  ${sentence}`,
    ...postings.map(({ from, to, amount, asset }) => `${' '.repeat(41)}${amount} ${asset}: ${from} → ${to}`),
  ];
}

/** `0.250s`, `1h02m07s` */
function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${(ms / 1_000).toFixed(3)}s`;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = `${String(minutes).padStart(2, '0')}m${String(seconds % 60).padStart(2, '0')}s`;
  return hours === 0 ? rest : `${hours}h${rest}`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export interface ProcessEntry {
  readonly parent: number;
  readonly command: string;
  /** Dead, but not yet collected by its parent. In a container whose first process collects none it stays for ever. */
  readonly zombie: boolean;
}

/** What the operating system knows about a process; undefined when there is none. */
export function findProcess(pid: number): ProcessEntry | undefined {
  return existsSync('/proc/self/stat') ? fromProc(pid) : fromPs(pid);
}

function fromProc(pid: number): ProcessEntry | undefined {
  try {
    // The second field is the name in brackets and may contain anything.
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { parent: Number(parent), command, zombie: state === 'Z' };
  } catch {
    return undefined;
  }
}

function fromPs(pid: number): ProcessEntry | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,ppid=,command=', '-p', String(pid)], { encoding: 'utf8' });
  const [, state, parent, command] = /^(\S+)\s+(\d+)\s+(.*)$/m.exec(stdout) ?? [];
  if (state === undefined || command === undefined) return undefined;
  return { parent: Number(parent), command, zombie: state.startsWith('Z') };
}

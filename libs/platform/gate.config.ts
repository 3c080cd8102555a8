import type { ConfigPart } from './config.js';
import { portSetting, textSetting } from './config.fields.js';

export interface GateConfig {
  /** A private address: only the approver may reach it (S-17). */
  readonly host: string;
  readonly port: number;
  /** The approver calls `/inabit/validation/<pathSecret>` (S-15). */
  readonly pathSecret: string;
}

export const gateConfig: ConfigPart<GateConfig> = {
  settings: {
    host: { ...textSetting('GATE_HOST', 'a private address to listen on'), whenAbsent: { value: '127.0.0.1' } },
    port: portSetting('GATE_PORT', 3001),
    pathSecret: textSetting(
      'GATE_PATH_SECRET',
      'at least 24 characters out of A-Z a-z 0-9 _ -',
      /^[A-Za-z0-9_-]{24,256}$/,
    ),
  },
};

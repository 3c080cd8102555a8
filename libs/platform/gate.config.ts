import { z } from 'zod';
import { portVariable, required, withDefault } from './config.variables.js';

const pathSecret = z.string().regex(/^[A-Za-z0-9_-]{24,256}$/);

export const gateConfig = z
  .object({
    GATE_HOST: withDefault('127.0.0.1', 'a private address to listen on', z.string()),
    GATE_PORT: portVariable(3001),
    GATE_PATH_SECRET: required('24 or more characters out of A-Z a-z 0-9 _ -', pathSecret),
  })
  .transform((from) => ({
    /** A private address: only the approver may reach it (S-17). */
    host: from.GATE_HOST,
    port: from.GATE_PORT,
    /** The approver calls `/inabit/validation/<pathSecret>` (S-15). */
    pathSecret: from.GATE_PATH_SECRET,
  }))
  .readonly();

export type GateConfig = z.output<typeof gateConfig>;

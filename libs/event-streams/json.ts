export type { JsonObject } from '../decider/json.js';

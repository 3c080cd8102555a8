export type { JsonObject, JsonValue } from '../decider/json.js';

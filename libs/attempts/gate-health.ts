/** Says whether the signing gate would stop a second payment right now. */
export abstract class GateHealth {
  /** What showed it to be healthy, in words for the log; undefined when it is not, or nobody knows. */
  abstract evidence(): Promise<string | undefined>;
}

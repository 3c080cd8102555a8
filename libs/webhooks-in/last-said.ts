const subjects_max = 20_000;

/** The last thing that was said about each of the most recent subjects. What is forgotten costs one more look. */
export class LastSaid {
  private readonly sayings = new Map<string, string>();

  get bySubject(): ReadonlyMap<string, string> {
    return this.sayings;
  }

  remember(subject: string, saying: string): void {
    this.sayings.delete(subject);
    this.sayings.set(subject, saying);
    const [oldest] = this.sayings.keys();
    if (this.sayings.size > subjects_max && oldest !== undefined) this.sayings.delete(oldest);
  }
}

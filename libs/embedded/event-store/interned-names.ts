/** Gives every distinct name a small number, in order of appearance. */
export class InternedNames {
  private readonly numbers = new Map<string, number>();
  private readonly names: string[] = [];

  /** The number of the name; a new one when the name is new. */
  intern(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  find(name: string): number | undefined {
    return this.numbers.get(name);
  }

  name(number: number): string {
    const name = this.names[number];
    if (name === undefined) throw new RangeError(`No name ${number}`);
    return name;
  }
}

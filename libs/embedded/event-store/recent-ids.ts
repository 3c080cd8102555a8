const generationSize = 5_000;

/** Which events got the latest ids: all that an append without an expected revision has against repetition. */
export class RecentIds {
  private young = new Map<string, number>();
  private old: ReadonlyMap<string, number> = new Map();

  add(id: string, event: number): void {
    if (this.young.size === generationSize) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(id, event);
  }

  find(id: string): number | undefined {
    return this.young.get(id) ?? this.old.get(id);
  }
}

/** Weights of one moment of a training, in shared memory. */
export interface Snapshot {
  readonly step: number
  readonly weights: Float32Array
}

/** Bytes that the film of one training may take. */
export const snapshotBudget = 64 * 2 ** 20

/** The film of a training: snapshots in rising order; beyond the budget every second one is given up, never the ends. */
export class Snapshots {
  private held: Snapshot[] = []

  constructor(private readonly budget = snapshotBudget) {}

  get all(): readonly Snapshot[] {
    return this.held
  }

  /** A training that went back to a checkpoint takes the later ones with it. */
  add(snapshot: Snapshot): void {
    this.held = this.held.filter(({ step }) => step < snapshot.step)
    this.held.push(snapshot)
    while (this.bytes() > this.budget && this.held.length > 2)
      this.held = this.held.filter((_, i) => i % 2 === 0 || i === this.held.length - 1)
  }

  /** The one at a step, or the nearest before it; the first where none is. */
  at(step: number): Snapshot | null {
    return this.held.findLast((snapshot) => snapshot.step <= step) ?? this.held[0] ?? null
  }

  clear(): void {
    this.held = []
  }

  private bytes(): number {
    return this.held.reduce((sum, { weights }) => sum + weights.byteLength, 0)
  }
}

/** Most points that a curve keeps */
const LONGEST = 400

/**
 * Loss and gradient norm of a training of any length: means over equal stretches of steps, whose length doubles when
 * there would be more points than can be drawn.
 */
export class Curve {
  private stretch = 1
  private sums: { loss: number; norm: number; count: number }[] = []

  add(step: number, loss: number, norm: number): void {
    const index = Math.floor((step - 1) / this.stretch)
    // After a step back to a checkpoint, what came later is measured again.
    if (index < this.sums.length - 1) this.sums.length = index
    const at = (this.sums[index] ??= { loss: 0, norm: 0, count: 0 })
    if (at.count === this.stretch) Object.assign(at, { loss: 0, norm: 0, count: 0 })
    at.loss += loss
    at.norm += norm
    at.count += 1
    if (this.sums.length > LONGEST) this.halve()
  }

  /** Steps at the middle of each stretch, and the means over it */
  read(): { at: Float64Array; loss: Float64Array; gradientNorm: Float64Array } {
    const each = (
      of: (sum: { loss: number; norm: number; count: number }, i: number) => number,
    ): Float64Array =>
      Float64Array.from(
        this.sums.flatMap((sum, i) => (sum === undefined || sum.count === 0 ? [] : [of(sum, i)])),
      )
    return {
      at: each((sum, i) => i * this.stretch + (sum.count + 1) / 2),
      loss: each(({ loss, count }) => loss / count),
      gradientNorm: each(({ norm, count }) => norm / count),
    }
  }

  /** As plain numbers, to be kept beside a checkpoint */
  toJson(): unknown {
    return {
      stretch: this.stretch,
      sums: this.sums.map((sum) => [sum?.loss ?? 0, sum?.norm ?? 0, sum?.count ?? 0]),
    }
  }

  static fromJson(json: unknown): Curve {
    const curve = new Curve()
    const { stretch, sums } = (json ?? {}) as { stretch?: unknown; sums?: unknown }
    if (typeof stretch !== 'number' || !(stretch >= 1) || !Array.isArray(sums)) return curve
    curve.stretch = stretch
    curve.sums = sums.map((row: unknown) => {
      const [loss, norm, count] = Array.isArray(row) ? row.map(Number) : []
      return { loss: loss ?? 0, norm: norm ?? 0, count: count ?? 0 }
    })
    return curve
  }

  private halve(): void {
    const pairs = this.sums
    this.sums = []
    this.stretch *= 2
    for (let i = 0; i < pairs.length; i += 2) {
      const [a, b] = [pairs[i], pairs[i + 1]]
      this.sums.push({
        loss: (a?.loss ?? 0) + (b?.loss ?? 0),
        norm: (a?.norm ?? 0) + (b?.norm ?? 0),
        count: (a?.count ?? 0) + (b?.count ?? 0),
      })
    }
  }
}

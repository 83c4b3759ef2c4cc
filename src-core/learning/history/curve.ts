/** Most points that a curve keeps */
const LONGEST = 400

/** What every step tells: the loss of its batch, the norm of the gradient and the learning rate that it took */
export interface StepNumbers {
  readonly loss: number
  readonly gradientNorm: number
  readonly rate: number
}

const parts = ['loss', 'gradientNorm', 'rate'] as const

/** A stretch of steps: sums over them, and how many they are */
type Sum = { [Part in (typeof parts)[number]]: number } & { count: number }

const none = (): Sum => ({ loss: 0, gradientNorm: 0, rate: 0, count: 0 })

export interface CurvePoints {
  /** Step at the middle of each stretch, rising */
  readonly at: Float64Array
  /** Means over it */
  readonly loss: Float64Array
  readonly gradientNorm: Float64Array
  readonly rate: Float64Array
}

/**
 * The steps of a training of any length: means over equal stretches, whose length doubles when there would be more
 * points than can be drawn.
 */
export class Curve {
  private stretch = 1
  private sums: Sum[] = []

  /** Step 1 is the first. */
  add(step: number, numbers: StepNumbers): void {
    const index = Math.floor((step - 1) / this.stretch)
    // After a step back to a checkpoint, what came later is measured again.
    if (index < this.sums.length - 1) this.sums.length = index
    while (this.sums.length <= index) this.sums.push(none())
    const at = this.sums[index]!
    if (at.count === this.stretch) Object.assign(at, none())
    for (const part of parts) at[part] += numbers[part]
    at.count += 1
    if (this.sums.length > LONGEST) this.halve()
  }

  read(): CurvePoints {
    const held = this.sums.flatMap((sum, i) => (sum.count === 0 ? [] : [{ sum, i }]))
    const mean = (part: (typeof parts)[number]): Float64Array =>
      Float64Array.from(held, ({ sum }) => sum[part] / sum.count)
    return {
      at: Float64Array.from(held, ({ sum, i }) => i * this.stretch + (sum.count + 1) / 2),
      loss: mean('loss'),
      gradientNorm: mean('gradientNorm'),
      rate: mean('rate'),
    }
  }

  /** As plain numbers: the stretch, and for each the sums and the count */
  toJson(): CurveJson {
    return {
      stretch: this.stretch,
      sums: this.sums.map(({ loss, gradientNorm, rate, count }) => [loss, gradientNorm, rate, count]),
    }
  }

  static fromJson({ stretch, sums }: CurveJson): Curve {
    const curve = new Curve()
    curve.stretch = stretch
    curve.sums = sums.map(([loss, gradientNorm, rate, count]) => ({ loss, gradientNorm, rate, count }))
    return curve
  }

  private halve(): void {
    const all = this.sums
    this.stretch *= 2
    this.sums = Array.from({ length: Math.ceil(all.length / 2) }, (_, i) => {
      const [a, b] = [all[2 * i]!, all[2 * i + 1] ?? none()]
      const both = { ...a, count: a.count + b.count }
      for (const part of parts) both[part] = a[part] + b[part]
      return both
    })
  }
}

export interface CurveJson {
  readonly stretch: number
  readonly sums: readonly (readonly [number, number, number, number])[]
}

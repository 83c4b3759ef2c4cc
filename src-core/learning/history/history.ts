import type { TrainingError } from '#core/protocol/training'
import { Curve, type CurveJson, type StepNumbers } from './curve'

/** Measurements that are kept */
const LONGEST = 200

/** What is drawn of a training: its curves, and its error at noise levels from time to time. Bounded, however long. */
export class History {
  private curve = new Curve()
  private measured: readonly TrainingError[] = []
  /** [levels] of the errors, rising */
  logSnr: Float64Array = new Float64Array()

  get errors(): readonly TrainingError[] {
    return this.measured
  }

  addStep(step: number, numbers: StepNumbers): void {
    this.curve.add(step, numbers)
  }

  /** After a step back to a checkpoint, what was measured later gives way. */
  addError(error: TrainingError): void {
    const before = this.measured.filter(({ step }) => step < error.step)
    this.measured = [...(before.length >= LONGEST ? thinned(before) : before), error]
  }

  read(): ReturnType<Curve['read']> {
    return this.curve.read()
  }

  toJson(): HistoryJson {
    return {
      curve: this.curve.toJson(),
      logSnr: [...this.logSnr],
      errors: this.measured.map(({ step, total, values }) => ({ step, total, values: [...values] })),
    }
  }

  static fromJson({ curve, logSnr, errors }: HistoryJson): History {
    const history = new History()
    history.curve = Curve.fromJson(curve)
    history.logSnr = Float64Array.from(logSnr)
    history.measured = errors.map(({ step, total, values }) => ({
      step,
      total,
      values: Float64Array.from(values),
    }))
    return history
  }
}

/** Every second measurement, the first always. */
function thinned(errors: readonly TrainingError[]): TrainingError[] {
  return errors.filter((_, i) => i % 2 === 0)
}

export interface HistoryJson {
  readonly curve: CurveJson
  readonly logSnr: readonly number[]
  readonly errors: readonly {
    readonly step: number
    readonly total: number
    readonly values: readonly number[]
  }[]
}

import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Architecture } from '#core/learning/network/architecture'
import { weightCount } from '#core/learning/network/layout'
import { sharedWeights } from '#core/learning/network-table'
import { weightsFromFile, weightsToFile } from '#core/learning/weights-file'
import { Invalid } from '#core/params/invalid'
import { replaceFile } from '#main/documents/atomic-file'

/** Weights of one moment of a training, in shared memory. */
export interface Moment {
  readonly step: number
  readonly weights: Float32Array
}

/** Bytes of weights that the film of one training may take. */
export const filmBudget = 64 * 2 ** 20
/** Moments that are kept in memory, those that were looked at last */
const AT_HAND = 12
const ENDING = '.safetensors'

/**
 * The film of a training: its weights at moments, each a file of its own in one folder, so that the end of the program
 * loses none of them. Beyond the budget every second one is given up, never the ends. The thread that trains adds;
 * whoever shows it takes note, and both come to the same list.
 */
export class TrainingFilm {
  private held: readonly number[] = []
  private readonly atHand = new Map<number, Moment>()
  private readonly most: number

  constructor(
    private readonly folder: string,
    private readonly architecture: Architecture,
    budget = filmBudget,
  ) {
    this.most = Math.max(2, Math.floor(budget / (4 * weightCount(architecture))))
    this.look()
  }

  /** Steps of the moments, rising */
  get steps(): readonly number[] {
    return this.held
  }

  /** Looks what is on disk. */
  look(): void {
    let files: string[] = []
    try {
      files = readdirSync(this.folder)
    } catch {
      // There is none yet.
    }
    this.held = files
      .filter((file) => /^\d+\.safetensors$/.test(file))
      .map((file) => Number(file.slice(0, -ENDING.length)))
      .sort((a, b) => a - b)
    this.atHand.clear()
  }

  /** Writes a moment; those from its step on give way to it. */
  add({ step, weights }: Moment): void {
    const notes = { step: String(step) }
    const file = weightsToFile({ architecture: this.architecture, weights, notes })
    replaceFile(this.fileOf(step), file, { lasting: false })
    for (const gone of this.after(step)) rmSync(this.fileOf(gone), { force: true })
  }

  /** Another thread has written a moment. */
  note(moment: Moment): void {
    this.after(moment.step)
    this.keepAtHand(moment)
  }

  /** A training that went back to a checkpoint takes the later moments with it. */
  back(step: number): void {
    for (const later of this.held.filter((at) => at > step)) rmSync(this.fileOf(later), { force: true })
    this.look()
  }

  /** The moment at a step, or the nearest before it that can be read; the first where none is. */
  at(step: number): Moment | null {
    const before = this.held.filter((at) => at <= step).reverse()
    for (const at of before.length > 0 ? before : this.held) {
      const found = this.atHand.get(at) ?? this.read(at)
      if (found !== null) return this.keepAtHand(found)
    }
    return null
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true })
    this.look()
  }

  /** The list with one more step; gives the steps that are no longer in it. */
  private after(step: number): number[] {
    const before = this.held
    let next = [...before.filter((at) => at < step), step]
    while (next.length > this.most) next = next.filter((_, i) => i % 2 === 0 || i === next.length - 1)
    this.held = next
    return before.filter((at) => at !== step && !next.includes(at))
  }

  private keepAtHand(moment: Moment): Moment {
    const { atHand } = this
    const known = atHand.get(moment.step)
    if (known?.weights === moment.weights) atHand.delete(moment.step)
    atHand.set(moment.step, moment)
    for (const oldest of atHand.keys()) {
      if (atHand.size <= AT_HAND) break
      atHand.delete(oldest)
    }
    return moment
  }

  private read(step: number): Moment | null {
    try {
      const { weights } = weightsFromFile(readFileSync(this.fileOf(step)), 'The film', this.architecture)
      return { step, weights: sharedWeights(weights) }
    } catch (error) {
      if (error instanceof Invalid) return null
      // It was thinned in the meantime.
      if ((error as { code?: unknown }).code === 'ENOENT') return null
      throw error
    }
  }

  private fileOf(step: number): string {
    return join(this.folder, `${step}${ENDING}`)
  }
}

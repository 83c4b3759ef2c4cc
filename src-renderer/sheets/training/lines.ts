import type { TrainingView } from '#core/protocol/training'

/** How one of several trainings is drawn: by a letter and a dash; the one that is looked at has the learned colour. */
export interface TrainingLine {
  readonly training: TrainingView
  readonly letter: string
  readonly dash: readonly number[]
  readonly looked: boolean
}

const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4]]

/** In the order of the list, the document's own first. */
export function linesOf(trainings: readonly TrainingView[], looked: TrainingView | null): TrainingLine[] {
  return trainings.map((training, i) => ({
    training,
    letter: String.fromCharCode(65 + (i % 26)),
    dash: dashes[i % dashes.length]!,
    looked: training.key === looked?.key,
  }))
}

/** As a line of a plot; letters stand at the ends where there are several. */
export function plotted({ letter, dash, looked }: TrainingLine, several: boolean) {
  return {
    colour: looked ? '--learned' : '--t3',
    width: looked ? 1.75 : 1.25,
    ...(dash.length === 0 ? {} : { dash }),
    ...(several ? { mark: letter } : {}),
  }
}

import { catalog } from '#core/catalog/index'
import { testFunctionParam } from '#core/protocol/weak-form'
import { assembleEquation } from '#main/engine/equations/equation-model'
import { withPaths } from '#main/engine/equations/with-paths'
import { weakForm } from '#main/engine/observers/weak-form'
import type { CommandHost } from '../command-host'
import { text } from '../options'
import { askDocument, someOf, table } from './ask-document'

/** `weak-form FILE`: both sides of d/dt E phi = E L phi along the particles of an equation. */
export function printWeakForm(args: readonly string[], host: CommandHost): void {
  const { document, values, write } = askDocument('weak-form', args, { phi: text } as const)
  const phi = values.phi ?? testFunctionParam.default
  const found = weakForm(
    assembleEquation(withPaths(document.experiment.subject), catalog),
    document.seeds,
    phi,
  )
  write('weak-form.json', { phi, ...found })
  const stretches = someOf(
    Array.from(found.left, (_, k) => k),
    12,
  )
  const both = (value: number, error: number): string => `${value.toFixed(5)} ± ${error.toFixed(5)}`
  const rows = stretches.map((k) => [
    found.t[k + 1]!.toPrecision(4),
    both(found.mean[k + 1]!, found.meanError[k + 1]!),
    both(found.left[k]!, found.leftError[k]!),
    both(found.right[k]!, found.rightError[k]!),
    both(found.residual[k]!, found.residualError[k]!),
  ])
  for (const line of table(['to t', 'E phi', 'd/dt E phi', 'E L phi', 'difference'], rows)) host.out(line)
  host.out(
    `${found.particles} particles, ${found.compared} stretches: chi-square ${found.chiSquare.toFixed(1)}, largest ${found.largest.toFixed(2)} standard errors; ` +
      `${found.agrees ? 'both sides agree' : 'the sides differ'}` +
      (found.folded > 0 ? `; ${found.folded} steps were folded back at the ends.` : '.'),
  )
}

import { entropyAgrees } from '#core/protocol/entropy'
import { entropyCourse } from '#main/engine/observers/entropy'
import type { CommandHost } from '../command-host'
import { networksOf } from '../training/networks'
import { askDocument, someOf, table } from './ask-document'

/** `entropy FILE`: entropy and Fisher information of the density on the grid, and de Bruijn's identity along the run. */
export function printEntropy(args: readonly string[], host: CommandHost): void {
  const { document, write } = askDocument('entropy', args, {})
  const found = entropyCourse(document.experiment, networksOf(null))
  write('entropy.json', found)
  const number = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? '' : value.toPrecision(5)
  const moments = someOf(
    Array.from(found.u, (_, i) => i),
    13,
  )
  const rows = moments.map((i) => [
    found.u[i]!.toPrecision(4),
    number(found.entropy[i]),
    number(found.exact[i]),
    number(found.information[i]),
    number(found.left[i]),
    number(found.right[i]),
  ])
  const clock = found.clock === 'time' ? 't' : 'log-SNR'
  const names = [clock, 'entropy', 'exact', 'Fisher', `dH/d${clock} from here`, 'identity']
  for (const line of table(names, rows)) host.out(line)
  host.out(
    `Both sides are ${(100 * found.apart).toPrecision(2)} % apart over ${found.resolved} of ${found.left.length} stretches, ` +
      `${found.apart < entropyAgrees ? 'within' : 'above'} ${100 * entropyAgrees} %` +
      (found.exactApart === null
        ? '.'
        : `; the entropy is within ${found.exactApart.toExponential(1)} of the closed form.`),
  )
}

import { type Line, reached, type Result } from './section'

/** Three significant digits, without exponents. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return 'not measured'
  const size = Math.abs(value)
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

function wanted({ target, unit }: Line): string {
  if (target === undefined) return ''
  const parts = [
    target.atLeast === undefined ? '' : `at least ${target.atLeast}`,
    target.atMost === undefined ? '' : `at most ${target.atMost}`,
  ]
  return `${parts.filter((part) => part !== '').join(', ')} ${unit}`.trim()
}

function row(line: Line): string {
  const done = reached(line)
  const cells = [
    line.name,
    `${digits(line.value)} ${line.unit}`.trim(),
    wanted(line),
    done === null ? '' : done ? 'reached' : '**not reached**',
    line.note ?? '',
  ]
  return `| ${cells.join(' | ')} |`
}

/** The page of all results that there are. */
export function speedPage(results: readonly Result[]): string {
  const parts = results.map(({ title, method, date, machine, lines }) =>
    [
      `## ${title}`,
      '',
      `${method} ${date}, ${machine}.`,
      '',
      '| | median | wanted | | |',
      '|---|---|---|---|---|',
      ...lines.map(row),
    ].join('\n'),
  )
  const head = [
    '# Speed',
    '',
    'Written by `npm run bench`; do not edit. Machines differ and are noisy: compare numbers of one run only, and',
    'prefer ratios. A part can be measured alone with `npm run bench -- --only NAME`.',
  ].join('\n')
  return `${[head, ...parts].join('\n\n')}\n`
}

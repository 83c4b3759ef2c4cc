import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type Result, type Section } from './section'
import { coldStart } from './sections/cold-start'
import { densities } from './sections/densities'
import { distances } from './sections/distances'
import { engine } from './sections/engine'
import { learning } from './sections/learning'
import { manyPoints } from './sections/many-points'
import { million } from './sections/million'
import { particleSteps } from './sections/particle-steps'
import { samplers } from './sections/samplers'
import { seek } from './sections/seek'
import { slider } from './sections/slider'
import { stage } from './sections/stage'
import { trainingWindow } from './sections/training-window'
import { digits, speedPage } from './table'

const sections: readonly Section[] = [
  particleSteps,
  samplers,
  densities,
  distances,
  engine,
  learning,
  trainingWindow,
  manyPoints,
  seek,
  stage,
  slider,
  coldStart,
  million,
]
const folder = 'bench/results'

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } })
  const { only } = values
  const unknown = only?.find((name) => !sections.some((section) => section.name === name))
  if (unknown !== undefined) {
    const names = sections.map((section) => section.name).join(', ')
    console.error(`--only is "${unknown}"; one of ${names} was expected`)
    return 2
  }
  mkdirSync(folder, { recursive: true })
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`
  for (const section of sections) {
    if (only !== undefined && !only.includes(section.name)) continue
    console.log(`\n${section.title}`)
    const lines = await section.run()
    for (const { name, value, unit, note } of lines)
      console.log(`  ${name}: ${digits(value)} ${unit}${note === undefined ? '' : ` (${note})`}`)
    const { name, title, method } = section
    const date = new Date().toISOString().slice(0, 10)
    const result: Result = { name, title, method, date, machine, lines }
    writeFileSync(`${folder}/${name}.json`, JSON.stringify(result, null, 2) + '\n')
  }
  const results = sections
    .map((section) => `${folder}/${section.name}.json`)
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as Result)
  writeFileSync('docs/speed.md', speedPage(results))
  return 0
}

process.exit(await main())

import { catalog, describeCatalog } from '#core/catalog/index'
import { paneExperiments, panePath, parse } from '#core/experiment/parse'
import { presets } from '#core/experiment/presets'
import { serialise } from '#core/experiment/serialise'
import { Invalid } from '#core/params/invalid'
import { nearest } from '#core/params/nearest'
import { assemble } from '#main/engine/assemble'
import { equationOf } from '#main/engine/equations/equation-of'
import { NotFinite } from '#main/engine/not-finite'
import { readJson, runArguments } from './arguments'
import type { CommandHost } from './command-host'
import { listRuns } from './experiment-list'
import { runFile } from './run-file'
import { printBound } from './studies/bound'
import { converge } from './studies/converge'
import { printEntropy } from './studies/entropy'
import { invertFile } from './studies/invert'
import { writeBackward } from './studies/backward'
import { printPaths } from './studies/paths'
import { printWeakForm } from './studies/weak-form'
import { networksOf, untrained } from './training/networks'
import { train, TrainingFailed } from './training/train'
import { printSamplers } from './studies/samplers-table'

const usage = `npm run lab -- COMMAND
  run FILE.json --out DIR   run a document, or a list of runs, and write arrays and run.json
      --backend NAME        reference (float64) or wasm (float32); default: the fastest that can run it
      --workers N           threads; the result does not depend on it (default: one a core)
      --variants            also run every variant of the document
      --trajectory          also trajectory.npy [steps + 1, n, d]
      --density GRID        also the exact density; GRID is 64, or low:high:nodes for each axis, with commas
      --score GRID          also the exact score, likewise
      --at STEPS            steps of the density and score grids, e.g. 0,100,200 (default: all)
      --initial FILE.npy    start positions [n, d] instead of the document's
      --noise FILE.npy      standard normals [draws, n, d] instead of the document's path noise
      --seed-data N, --seed-start N, --seed-path N   instead of the document's seeds
      --weights FILE        a network's weights (.safetensors) as the score, whatever the document's
  train FILE.json --out DIR      train the document's network, or go on from the checkpoint in DIR
      --backend NAME        wasm, tensorflow or reference (default: the fastest that can train its loss)
      --anew                begin at the first step although there is a checkpoint
      --teacher FILE        weights that a distillation learns from
  converge FILE.json --out DIR   error against evaluations and the order, printed as it comes
      --samplers LIST       kinds with commas between; own is the document's (default: its convergence witness, else own)
      --steps LIST          numbers of steps, at least 3 (default: 8,16,32,64,128,256)
      --particles N         how many particles are compared (default: 200)
  invert FILE.json --out DIR     encode data as noise along the flow and back, with the round-trip error
      --particles N         how many points (default: 500)
      --initial FILE.npy    the points [n, d] instead of draws of the data
  bound FILE.json           the variational bound of the document's chain, term by term
  paths FILE.json           what a wrong score costs, on paths and at their ends; of an equation, Girsanov's weights
      --push G              steady push of an equation's drift (default: 0.8)
      --out DIR             also paths.json with all numbers
  backward FILE.json --out DIR   the expected payoff of an SDE backwards in time, by grid and by paths
      --payoff FORMULA      in x and y, instead of the document's
      --at STEPS            steps at which paths are started, e.g. 0,50,100 (default: 0)
      --seed-path N         instead of the document's seed
  entropy FILE.json         entropy of the density on the grid and de Bruijn's identity along the run
      --out DIR             also entropy.json with all numbers
  weak-form FILE.json       both sides of d/dt E phi = E L phi along the particles of an equation
      --phi FORMULA         in x and y (default: x^2)
      --out DIR             also weak-form.json with all numbers
  samplers                  print the samplers, one a line
      --markdown            as the table of the documentation
      --measure             with measured orders and errors, which takes minutes
  validate FILE.json        say whether a document, or a list of runs, can be run
  catalog                   print what can be chosen, as JSON
  presets [NAME]            print the documents that ship with the lab, or one of them, as JSON
Exit code: 0 done, 2 something in the input is wrong, 1 the run failed.`

/** Runs one command line; gives the exit code. Whatever a person can cause ends in one sentence. */
export async function command(args: readonly string[], host: CommandHost): Promise<number> {
  try {
    await dispatch(args, host)
    return 0
  } catch (error) {
    if (!(error instanceof Invalid || error instanceof NotFinite || error instanceof TrainingFailed))
      throw error
    host.error(error.message)
    return error instanceof Invalid ? 2 : 1
  }
}

async function dispatch([name, ...rest]: readonly string[], host: CommandHost): Promise<void> {
  switch (name) {
    case 'run':
      return runFile(runArguments(rest), host)
    case 'train':
      return train(rest, host)
    case 'converge':
      return converge(rest, host)
    case 'invert':
      return invertFile(rest, host)
    case 'bound':
      return printBound(rest, host)
    case 'paths':
      return printPaths(rest, host)
    case 'backward':
      return writeBackward(rest, host)
    case 'entropy':
      return printEntropy(rest, host)
    case 'weak-form':
      return printWeakForm(rest, host)
    case 'samplers':
      return printSamplers(rest, host)
    case 'validate':
      return validate(rest, host)
    case 'catalog':
      return host.out(JSON.stringify(describeCatalog(catalog), null, 2))
    case 'presets':
      return printPresets(rest, host)
    case undefined:
    case 'help':
    case '--help':
      return host.out(usage)
    default: {
      const meant = nearest(name, [
        'run',
        'train',
        'converge',
        'invert',
        'bound',
        'paths',
        'backward',
        'entropy',
        'weak-form',
        'samplers',
        'validate',
        'catalog',
        'presets',
        'help',
      ])
      const expected =
        meant === undefined
          ? 'run, train, converge, invert, bound, paths, backward, entropy, weak-form, samplers, validate, catalog or presets was expected'
          : `${meant} was probably meant`
      throw new Invalid('', `"${name}" is not a command; ${expected}`)
    }
  }
}

function validate(args: readonly string[], host: CommandHost): void {
  const file = args[0]
  if (file === undefined || args.length > 1)
    throw new Invalid('validate', 'takes one file; validate FILE.json was expected')
  for (const run of listRuns(readJson(file))) {
    run.explain(() => {
      const document = parse(run.document, catalog)
      const networks = { ...networksOf(null), ...untrained(document) }
      paneExperiments(document, catalog).forEach((experiment, i) =>
        experiment.subject.kind === 'generative'
          ? assemble(experiment.subject, catalog, panePath(i), networks)
          : equationOf(experiment, panePath(i)),
      )
    })
  }
  host.out(`${file} is valid.`)
}

function printPresets([name]: readonly string[], host: CommandHost): void {
  if (name === undefined) return host.out(JSON.stringify(presets, null, 2))
  const found = presets.find((preset) => preset.name === name)
  if (found === undefined)
    throw new Invalid(
      'presets',
      `has no "${name}"; one of ${presets.map((preset) => preset.name).join(', ')} was expected`,
    )
  host.out(serialise(parse(found.document, catalog), catalog).trimEnd())
}

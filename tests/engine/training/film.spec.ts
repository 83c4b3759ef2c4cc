import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { weightCount } from '#core/learning/network/layout'
import { boundFilms } from '#main/engine/training/film/bound-films'
import { TrainingFilm } from '#main/engine/training/film/training-film'
import { small } from '#tests/learning/networks'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorefield-film-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const moment = (step: number) => ({ step, weights: new Float32Array(weightCount(small)).fill(step) })
const filmOfTen = (): TrainingFilm => {
  const film = new TrainingFilm(join(folder, 'a.film'), small)
  for (let step = 0; step <= 10; step++) film.add(moment(step))
  return film
}

describe('the film of a training', () => {
  test('is there again for whoever looks later, moment by moment', () => {
    filmOfTen()
    const found = new TrainingFilm(join(folder, 'a.film'), small)
    expect(found.steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    for (const step of [0, 4, 10]) expect(found.at(step)).toEqual(moment(step))
    // One that was looked at is the same array again, so that nothing is drawn anew for it.
    expect(found.at(4)?.weights).toBe(found.at(4)?.weights)
    expect(found.at(7.5)?.step).toBe(7)
  })

  test('goes back with its training', () => {
    const film = filmOfTen()
    film.back(6)
    expect(film.steps).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(readdirSync(join(folder, 'a.film')).length).toBe(7)
  })

  test('passes over a moment that was cut short, or is of another network', () => {
    filmOfTen()
    const file = join(folder, 'a.film', '5.safetensors')
    writeFileSync(file, readFileSync(file).subarray(0, 400))
    const found = new TrainingFilm(join(folder, 'a.film'), small)
    expect(found.at(5)?.step).toBe(4)
    expect(new TrainingFilm(join(folder, 'a.film'), { ...small, predicts: 'v' }).at(10)).toBeNull()
  })

  test('keeps to its budget, the ends always; who takes note of it comes to the same list', () => {
    const bytes = 4 * weightCount(small)
    const writer = new TrainingFilm(join(folder, 'a.film'), small, 8 * bytes)
    const reader = new TrainingFilm(join(folder, 'a.film'), small, 8 * bytes)
    for (let step = 0; step <= 50; step++) {
      writer.add(moment(step))
      reader.note(moment(step))
      expect(readdirSync(join(folder, 'a.film')).length).toBe(writer.steps.length)
      expect(writer.steps.length).toBeLessThanOrEqual(8)
      expect([writer.steps[0], writer.steps.at(-1)]).toEqual([0, step])
      expect(reader.steps).toEqual(writer.steps)
    }
  })
})

test('films of all trainings keep to a bound: the oldest go whole, checkpoints never', () => {
  for (const [i, name] of ['old', 'middle', 'new'].entries()) {
    mkdirSync(join(folder, `${name}.film`))
    const file = join(folder, `${name}.film`, '0.safetensors')
    writeFileSync(file, new Uint8Array(100))
    utimesSync(file, 1000 + i, 1000 + i)
    writeFileSync(join(folder, `${name}.safetensors`), new Uint8Array(1000))
  }
  writeFileSync(join(folder, '.old.safetensors.1-0.new'), '')
  utimesSync(join(folder, '.old.safetensors.1-0.new'), 1000, 1000)
  boundFilms(folder, 200)
  expect(readdirSync(folder).sort()).toEqual([
    'middle.film',
    'middle.safetensors',
    'new.film',
    'new.safetensors',
    'old.safetensors',
  ])
  boundFilms(join(folder, 'not-there'))
  expect(existsSync(join(folder, 'new.film', '0.safetensors'))).toBe(true)
})

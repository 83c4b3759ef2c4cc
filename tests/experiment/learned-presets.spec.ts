import { expect, test } from 'vitest'
import { catalog } from '#core/catalog/index'
import { parse } from '#core/experiment/parse'
import { presets } from '#core/experiment/presets'
import { assemble } from '#main/engine/assemble'
import { networksOf, untrained } from '#main/cli/training/networks'

test.each(['learned-double-moon', 'learned-ring', 'seeds-network'])('%s can be run and trained', (name) => {
  const document = parse(presets.find((preset) => preset.name === name)?.document, catalog)
  const networks = { ...networksOf(null), ...untrained(document) }
  const { score } = assemble(document.experiment.subject, catalog, undefined, networks)
  expect(score.form?.form).toBe('network')
  expect(Object.keys(networks)).toContain('training')
})

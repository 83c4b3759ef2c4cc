import { z } from 'zod'
import { Invalid } from '#core/params/invalid'
import { nearest } from '#core/params/nearest'
import type { Choice, ParamTable } from '#core/params/param'
import { check, schemaOfChoice, show } from '#core/params/schema'
import type { Experiment, LabDocument, Subject } from './document'
import { documentSchema, experimentSchema, fieldSchema, generativeSchema, sdeSchema } from './frame'
import { applyPatch } from './merge-patch'
import { migrate } from './migrations'
import { choiceSections, type ChoiceSection } from './subject'

/** What the document needs to know of the catalogue: which kinds there are, and their parameters. */
export type Choices = {
  readonly [Section in ChoiceSection | 'witness']: readonly {
    readonly kind: string
    readonly params: ParamTable
    /** Fields of the subject that are taken where the document leaves them out */
    readonly suggested?: Readonly<Record<string, unknown>>
  }[]
}

/** Kinds that the format knows and that this version does not compute. */
const laterSubjects = ['conditional']

/** Deeper than any document; so that no text can exhaust the stack. */
const deepest = 64

/**
 * A document from JSON of any version, with structural defaults filled in. The catalogue is a value, so that the
 * format knows no implementation. Throws `Invalid` with the field that is wrong and what was expected.
 */
export function parse(json: unknown, choices: Choices): LabDocument {
  refuseDeep(json)
  const document = check(documentSchema, migrate(json))
  const experiment = parseExperiment(document.experiment, choices, 'experiment')
  const parsed = { ...document, experiment }
  paneExperiments(parsed, choices)
  return parsed
}

/** One experiment; also what a variant becomes once its patch is applied. */
export function parseExperiment(json: unknown, choices: Choices, path: string): Experiment {
  const at = (name: string): string => [path, name].filter((part) => part !== '').join('.')
  const { subject, witnesses, ...notes } = check(experimentSchema, json, path)
  return {
    ...notes,
    subject: parseSubject(subject, choices, at('subject')),
    witnesses: witnesses.map((w, i) => parseChoice(w, choices.witness, at(`witnesses.${i}`))),
  }
}

/** What each pane shows: the base experiment, then every variant's. Throws `Invalid` with the variant's path. */
export function paneExperiments(document: LabDocument, choices: Choices): Experiment[] {
  const patched = document.variants.map((variant, i) => {
    try {
      return parseExperiment(applyPatch(document.experiment, variant.patch), choices, '')
    } catch (error) {
      throw error instanceof Invalid ? error.within(`variants.${i}.patch`) : error
    }
  })
  return [document.experiment, ...patched]
}

/** Where a pane's subject stands in its document: what an error about it names. */
export function panePath(pane: number): string {
  return pane === 0 ? 'experiment.subject' : `variants.${pane - 1}.patch.subject`
}

const subjectSchemas: Readonly<Record<Subject['kind'], z.ZodType<Record<string, unknown>>>> = {
  generative: generativeSchema,
  sde: sdeSchema,
  field: fieldSchema,
}

function parseSubject(json: unknown, choices: Choices, path: string): Subject {
  const kind = kindOf(json, path)
  if (!isSubject(kind)) return refuse(kind, Object.keys(subjectSchemas), laterSubjects, path)
  const subject: Record<string, unknown> = {
    ...check(subjectSchemas[kind], kind === 'sde' ? withSuggestions(json, choices, path) : json, path),
  }
  for (const section of choiceSections[kind])
    subject[section] = parseChoice(subject[section], choices[section], `${path}.${section}`)
  return subject as unknown as Subject
}

/** An equation brings a domain, a start, a horizon and steps, on which it is seen at its best. */
function withSuggestions(json: unknown, choices: Choices, path: string): unknown {
  const given = json as Readonly<Record<string, unknown>>
  const written = given['equation']
  if (written === undefined)
    throw new Invalid(`${path}.equation`, 'is missing; an object with a kind was expected')
  const { kind } = parseChoice(written, choices.equation, `${path}.equation`)
  const suggested = choices.equation.find((entry) => entry.kind === kind)?.suggested
  return { ...suggested, ...given }
}

function isSubject(kind: string): kind is Subject['kind'] {
  return Object.hasOwn(subjectSchemas, kind)
}

function parseChoice(
  json: unknown,
  known: readonly { readonly kind: string; readonly params: ParamTable }[],
  path: string,
): Choice {
  const kind = kindOf(json, path)
  const found = known.find((candidate) => candidate.kind === kind)
  if (found !== undefined) return check(schemaOfChoice(kind, found.params), json, path) as Choice
  const names = known.map((candidate) => candidate.kind)
  return refuse(kind, names, [], path)
}

const kindSchema = z.looseObject(
  { kind: z.string({ error: 'the name of a kind was expected' }) },
  { error: 'an object with a kind was expected' },
)

function kindOf(json: unknown, path: string): string {
  return check(kindSchema, json, path).kind
}

function refuse(kind: string, known: readonly string[], later: readonly string[], path: string): never {
  const expected = `${known.length === 1 ? '' : 'one of '}${known.map((name) => `"${name}"`).join(', ')} was expected`
  const meant = nearest(kind, known)
  const found = later.includes(kind)
    ? `is ${show(kind)}, which this version of Scorefield does not compute yet`
    : `is ${show(kind)}`
  throw new Invalid(
    `${path}.kind`,
    `${found}; ${meant === undefined ? expected : `"${meant}" was probably meant`}`,
  )
}

function refuseDeep(json: unknown): void {
  let level: unknown[] = [json]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest)
      throw new Invalid('', `The file is nested more than ${deepest} levels deep; a document was expected`)
    level = level.flatMap((node): unknown[] =>
      typeof node === 'object' && node !== null
        ? Object.values(node).filter((inner) => typeof inner === 'object' && inner !== null)
        : [],
    )
  }
}

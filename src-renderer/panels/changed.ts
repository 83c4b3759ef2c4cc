import type { Subject } from '#core/experiment/document'
import type { ChoiceSection } from '#core/experiment/subject'
import type { Session } from '../session/session.svelte'

interface PipelineSection {
  readonly title: string
  readonly parts: readonly ChoiceSection[]
}

const sections: Readonly<Record<Subject['kind'], readonly PipelineSection[]>> = {
  generative: [
    { title: 'Data', parts: ['data'] },
    { title: 'Process', parts: ['process'] },
    { title: 'Score', parts: ['score'] },
    { title: 'Sampler', parts: ['sampler', 'grid', 'dynamics'] },
  ],
  sde: [
    { title: 'Equation', parts: ['equation'] },
    { title: 'Domain', parts: ['domain'] },
    { title: 'Start', parts: ['start'] },
    { title: 'Scheme', parts: ['scheme'] },
  ],
  field: [
    { title: 'Equation', parts: ['problem'] },
    { title: 'Domain', parts: ['domain'] },
    { title: 'Start', parts: ['start'] },
    { title: 'Scheme', parts: ['scheme'] },
  ],
}

/** The numbered sections of the pipeline, and what of the experiment each sets. */
export function pipelineSections(session: Session): readonly PipelineSection[] {
  return sections[session.document?.experiment.subject.kind ?? 'generative']
}

/** Whether a parameter of some parts differs from its default. */
export function isChanged(session: Session, parts: readonly ChoiceSection[]): boolean {
  return parts.some((part) => {
    const choice = session.choice(part)
    const params = session.catalog?.[part].find(({ kind }) => kind === choice?.kind)?.params ?? {}
    return Object.entries(params).some(([name, param]) => {
      const value = choice?.[name]
      return value !== undefined && JSON.stringify(value) !== JSON.stringify(param.default)
    })
  })
}

import type { Session } from '../session/session.svelte'

type Part = 'data' | 'process' | 'score' | 'sampler' | 'grid' | 'dynamics'

/** The numbered sections of the pipeline, and what of the experiment each sets. */
export const pipelineSections: readonly { readonly title: string; readonly parts: readonly Part[] }[] = [
  { title: 'Data', parts: ['data'] },
  { title: 'Process', parts: ['process'] },
  { title: 'Score', parts: ['score'] },
  { title: 'Sampler', parts: ['sampler', 'grid', 'dynamics'] },
]

/** Whether a parameter of some parts differs from its default. */
export function isChanged(session: Session, parts: readonly Part[]): boolean {
  const subject = session.model
  return parts.some((part) => {
    const choice = subject?.[part]
    const params = session.catalog?.[part].find(({ kind }) => kind === choice?.kind)?.params ?? {}
    return Object.entries(params).some(([name, param]) => {
      const value = choice?.[name]
      return value !== undefined && JSON.stringify(value) !== JSON.stringify(param.default)
    })
  })
}

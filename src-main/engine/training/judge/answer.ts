import { errorBudget } from './budget'
import { errorMap } from './error-map'
import type { JudgeJob, JudgeReport, Judgements } from './judge'
import { learnedReport } from './report'
import { learnedSamples } from './samples'

const answers: { readonly [What in keyof Judgements]: (judged: JudgeJob['judged']) => Judgements[What] } = {
  report: learnedReport,
  map: errorMap,
  samples: learnedSamples,
  budget: errorBudget,
}

/** Answers one question about a network; what a person caused comes back as a sentence. */
export function answer({ id, what, judged }: JudgeJob): JudgeReport {
  try {
    // What it says at a noise level is where to jump, which no exact score is there to be held against.
    if (judged.teacher !== null && what !== 'samples')
      throw new Error(
        'A distilled network is no score: how right it is shows in its samples and its jump error.',
      )
    return { kind: 'judged', id, answer: answers[what](judged) }
  } catch (error) {
    return { kind: 'unjudged', id, sentence: error instanceof Error ? error.message : String(error) }
  }
}

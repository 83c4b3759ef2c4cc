import { levelAt, predict } from './level'
import type { Sampler } from './sampler'

/**
 * The step from the last noise level to sigma = 0, x <- D(x): an Euler step of x / alpha in sigma / alpha, with which
 * Karras et al. 2022 (algorithm 1), Song, Meng & Ermon 2021 and most codes end. It is part of the last step, so that
 * a run has the states of its grid; it costs one more evaluation and has a fixed size, so no order is measured on it.
 */
export function endAtZero(sampler: Sampler): Sampler {
  return {
    ...sampler,
    *run(problem, backend, from) {
      const last = problem.times.length - 1
      for (const state of sampler.run(problem, backend, from)) {
        if (state.step < last) {
          yield state
          continue
        }
        const data = backend.allocate()
        try {
          predict(backend, data, state.x, levelAt(problem.process, state.t), 'data')
          backend.combine(state.x, [1, data])
          yield { ...state, nfe: state.nfe + 1 }
        } finally {
          backend.free(data)
        }
      }
    },
  }
}

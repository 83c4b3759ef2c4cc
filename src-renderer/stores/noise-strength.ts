import type { Session } from '../session/session.svelte'

/** lambda of the dynamics that is open: 0 for what runs without noise, 1 where the dynamics has no such parameter. */
export function noiseStrength(session: Session): number {
  const dynamics = session.model?.dynamics
  if (dynamics === undefined || session.run?.deterministic === true)
    return session.run?.deterministic === true ? 0 : 1
  const param = session.catalog?.dynamics.find(({ kind }) => kind === dynamics.kind)?.params['lambda']
  return param === undefined ? 1 : Number(dynamics['lambda'] ?? param.default)
}

import type { BackendInfo } from '#core/samplers/backend'
import type { BackendName } from './create-backend'

/** What a backend of this name says of itself, without making one. */
export function backendInfo(_name: BackendName): BackendInfo {
  return { name: 'reference', precision: 'float64', build: 'typescript' }
}

import { documentVersion } from '#core/experiment/document'
import { protocolVersion } from '#core/protocol/contract'
import { version } from '../../package.json'

/** What a result was made with. */
export function versions(): Record<string, string> {
  return {
    scorefield: version,
    document: String(documentVersion),
    protocol: String(protocolVersion),
    node: process.versions.node,
    v8: process.versions.v8,
  }
}

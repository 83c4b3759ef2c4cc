/**
 * What every runtime of the lab has (browser, Node, Electron) and the ES library does not declare. Core is compiled
 * without DOM and Node types, so that nothing else can slip in.
 */
interface AbortSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
}
declare class AbortController {
  readonly signal: AbortSignal
  abort(reason?: unknown): void
}
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string
}
declare function structuredClone<T>(value: T): T
declare function queueMicrotask(task: () => void): void

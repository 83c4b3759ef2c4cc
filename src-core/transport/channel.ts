/**
 * What a connection is made of. Adapters exist for MessagePort (browser, Node, Electron), WebSocket and memory; they
 * know nothing of calls or streams. A message is plain data in which typed arrays may stand anywhere; they arrive as
 * copies.
 */
export interface Channel {
  send(message: unknown): void
  /** One listener; messages that come before it is set are kept. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when either end closes or the connection drops. */
  onClose(listener: (reason: string) => void): void
  close(): void
}

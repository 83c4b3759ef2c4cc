import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import type { Channel } from '#core/transport/channel'
import { webSocketChannel } from '#core/transport/web-socket-channel'
import { answerFile } from '../shared/window-files'

export interface LocalServer {
  readonly port: number
  /** Address with the token that a page needs */
  readonly url: string
  close(): Promise<void>
}

/** Largest message from a page: a document with a million-number table fits, a flood does not. */
const MOST_BYTES = 64 * 2 ** 20

/**
 * Serves the window's files and one WebSocket on 127.0.0.1. A socket needs the token, which only the printed address
 * carries, and the server's own Origin, so that no other page on this computer can reach the engine.
 */
export async function startServer(
  root: string,
  port: number,
  onClient: (channel: Channel) => void,
): Promise<LocalServer> {
  const token = randomBytes(24).toString('base64url')
  const server = createServer((request, response) => {
    void answer(root, request, response)
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES })
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuse(request, (server.address() as AddressInfo).port, token)
    if (refusal !== null) {
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n${refusal}\n`,
      )
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      onClient(webSocketChannel(client))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const actual = (server.address() as AddressInfo).port
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}/#token=${token}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Why a socket is not let in; null when it is. */
export function refuse(
  request: Pick<IncomingMessage, 'headers' | 'url'>,
  port: number,
  token: string,
): string | null {
  const { origin, host } = request.headers
  if (host !== `127.0.0.1:${port}`) return 'Host is not this server; open the address that was printed.'
  if (origin !== `http://127.0.0.1:${port}`)
    return 'Origin is another page; open the address that was printed.'
  const given = Buffer.from(new URL(request.url ?? '/', 'http://localhost').searchParams.get('token') ?? '')
  const wanted = Buffer.from(token)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    return 'token is missing or wrong; open the address that was printed.'
  return null
}

async function answer(root: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const { status, headers, body } = await answerFile(root, request.method ?? '', pathname)
  response.writeHead(status, headers)
  response.end(body)
}

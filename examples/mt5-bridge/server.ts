import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { BridgeSession } from './session.ts'
import type { Terminal } from './terminal.ts'

/** A bridge that listens. */
export interface Bridge {
  /** Where: give both to `MarketData.open` as `urls`. */
  readonly urls: {
    readonly streams: { readonly bridge: string }
    readonly rest: { readonly bridge: string }
  }
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

/** Serves a terminal on loopback: the contract over a WebSocket, and what is asked before subscribing over HTTP. */
export async function startBridge(
  terminal: Terminal,
  { port, token }: { readonly port: number; readonly token: string },
): Promise<Bridge> {
  const server = createServer((request, response) => {
    const { status, body } = answer(terminal, request.url ?? '/')
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ ...body, token }))
  })
  const sockets = new WebSocketServer({ server, path: '/v1', perMessageDeflate: false })
  sockets.on('connection', (socket) => {
    const session = new BridgeSession(terminal, token, {
      send: (message) => socket.send(JSON.stringify(message)),
      end: () => socket.close(1000),
    })
    socket.on('message', (data: Buffer) => {
      try {
        session.onMessage(JSON.parse(data.toString('utf8')))
      } catch {
        // Not JSON, or no object: whoever sends that does not speak the contract.
        socket.close(1002)
      }
    })
    socket.on('close', () => session.close())
    socket.on('error', () => socket.terminate())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  // A TCP server that listens has an address of this shape.
  const at = `127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  return {
    urls: { streams: { bridge: `ws://${at}` }, rest: { bridge: `http://${at}` } },
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(
  terminal: Terminal,
  target: string,
): { readonly status: number; readonly body: object } {
  const { pathname, searchParams } = new URL(target, 'http://host')
  const { srvOff, symbols } = terminal
  switch (pathname) {
    case '/v1/time':
      return { status: 200, body: { t: 'time', now: Date.now(), srvOff } }
    case '/v1/symbols':
      return { status: 200, body: { t: 'syms', k: [...symbols.values()] } }
    case '/v1/ticks': {
      const s = searchParams.get('s') ?? ''
      const [from = 0, to = 0] = ['from', 'to'].map((key) => Number(searchParams.get(key)))
      const found = terminal.copyTicks(s, from + srvOff * 1000, to + srvOff * 1000)
      const k = found.map(({ tm, b, a, l, v, vr, f }) => [tm, b, a, l, v, vr, f])
      return symbols.has(s)
        ? { status: 200, body: { t: 'ticks', s, srvOff, k } }
        : { status: 404, body: { t: 'err', code: 'UNKNOWN_SYMBOL', msg: s } }
    }
    default:
      return { status: 404, body: { t: 'err', code: 'BAD_MSG', msg: 'no such path' } }
  }
}

// A bridge between a MetaTrader 5 terminal and crossbook, with a terminal that is made up.
//
//   npx tsx examples/mt5-bridge/main.ts [--port 8228] [--token <secret>]
import { parseArgs } from 'node:util'
import { startBridge } from './server.ts'
import { madeUpTerminal } from './terminal.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8228' },
    token: { type: 'string', default: 'secret' },
  },
})
const terminal = madeUpTerminal()
const bridge = await startBridge(terminal, { port: Number(values.port), token: values.token })
process.once('SIGINT', () => {
  terminal.close()
  void bridge.close()
})
console.log(`bridge on ${bridge.urls.streams.bridge}`)

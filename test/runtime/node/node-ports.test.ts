import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createLog, nodePorts, nodeTimers, silentLog } from '../../../src/runtime/node/index.ts'

const run = promisify(execFile)

describe('nodePorts', () => {
  it('tells the time of the system in µs, never going back', () => {
    const { wallClock, monotonicClock } = nodePorts()
    let lastUs = wallClock.nowUs()
    let lastNs = monotonicClock.nowNs()
    expect(Math.abs(lastUs - Date.now() * 1_000)).toBeLessThan(5_000)
    const distinct = new Set<number>()
    for (let i = 0; i < 20_000; i += 1) {
      const nowUs = wallClock.nowUs()
      const nowNs = monotonicClock.nowNs()
      expect(nowUs >= lastUs && Number.isSafeInteger(nowUs)).toBe(true)
      expect(nowNs >= lastNs && Number.isSafeInteger(nowNs)).toBe(true)
      distinct.add(nowUs % 1_000)
      lastUs = nowUs
      lastNs = nowNs
    }
    expect(distinct.size).toBeGreaterThan(100)
  })

  it('gives chance in [0, 1) and ids that differ', () => {
    const { random, ids } = nodePorts()
    const drawn = Array.from({ length: 100 }, () => random.next())
    expect(drawn.every((each) => each >= 0 && each < 1)).toBe(true)
    expect(ids.next()).toMatch(/^[0-9a-z-]+$/)
    expect(ids.next()).not.toBe(ids.next())
  })

  it('runs timers once, in order, unless cancelled', async () => {
    const timers = nodeTimers({ keepAlive: true })
    const ran: string[] = []
    timers.after(1, () => ran.push('cancelled')).cancel()
    // Node would run a delay this long at once.
    const longest = timers.after(2 ** 33, () => ran.push('much later'))
    await new Promise<void>((resolve) => {
      timers.after(2, () => {
        ran.push('second')
        resolve()
      })
      timers.after(-1, () => ran.push('first'))
    })
    longest.cancel()
    expect(ran).toEqual(['first', 'second'])
  })

  it('lets the process end, loads no client, and leaves nothing open', async () => {
    const script = `
      import { nodePorts } from './src/runtime/node/index.ts'
      const ports = nodePorts()
      ports.timers.after(60_000, () => {})
      const watch = ports.files.watch('./package.json', () => {})
      await ports.close()
      console.log(process.moduleLoadList.some((name) => /NativeModule (https?|tls)$/.test(name)))
    `
    const { stdout } = await run(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { timeout: 30_000 },
    )
    expect(stdout).toBe('false\n')
  }, 40_000)
})

describe('createLog', () => {
  it('writes one line a call, from its level on, and builds no fields below it', () => {
    const lines: string[] = []
    const log = createLog({ level: 'warn', write: (line) => lines.push(line) })
    log.info('not written', () => expect.unreachable())
    log.warn('disk\nfull', () => ({ path: '/a b', bytes: 5, note: undefined }))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\d{4}-.+Z WARN {2}disk full path="\/a b" bytes=5\n$/)
  })

  it('writes JSON that fields cannot forge', () => {
    const lines: string[] = []
    const log = createLog({ format: 'json', write: (line) => lines.push(line) })
    log.error('boom', () => ({ level: 'debug', count: 2 }))
    expect(JSON.parse(lines.join(''))).toMatchObject({ level: 'error', message: 'boom', count: 2 })
  })

  it('can be silent', () => {
    silentLog.error('nothing', () => expect.unreachable())
    expect(nodePorts().log).toBe(silentLog)
  })
})

import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { nodeThreads } from '../../../src/runtime/node/index.ts'
import { openThread } from '../support/threads.ts'

const program = (body: string): string =>
  `data:text/javascript,${encodeURIComponent(`export const thread = (link) => { ${body} }`)}`

describe('A thread', () => {
  it('runs a module with what it was opened with, and takes messages without its event loop', async () => {
    const thread = openThread(
      program(`link.post(link.data)
        return {
          step: () => { const told = link.receive(); if (told) link.post(told + 1); return told !== undefined },
          wait: () => false,
        }`),
      { told: 1n },
    )
    expect(await thread.next()).toEqual({ told: 1n })
    thread.post(41)
    expect(await thread.next()).toBe(42)
    await thread.terminate()
  })

  it('that listens is called for each message in order, and ends with what that throws', async () => {
    const thread = openThread(
      program(
        `return { onMessage(n) { if (n === 3) throw new Error('three'); link.post(n * 2) } }`,
      ),
      undefined,
    )
    thread.post(1)
    thread.post(2)
    expect([await thread.next(), await thread.next()]).toEqual([2, 4])
    thread.post(3)
    expect((await thread.ended).message).toMatch('three')
  })

  it('calls back once the loop has turned', async () => {
    await new Promise<void>((resolve) => nodeThreads().afterTurn(resolve))
  })

  it.each([
    ['throws', program('throw new RangeError("no")'), /no/],
    ['throws what is no error', program('throw "just so"'), /just so/],
    ['throws later', program('return { step() { throw new Error("late") } }'), /late/],
    ['exports no program', 'data:text/javascript,export const other = 1', /found other/],
    ['cannot be found', 'file:///none.js', /none\.js/],
    ['exits', program('process.exit(3)'), /code 3/],
    [
      'needs more memory than it may have',
      program('const kept = []; for (;;) kept.push(new Array(1e5).fill({}).map(() => ({})))'),
      /memory/,
    ],
  ])('that %s ends alone, and tells why', async (_, module, why) => {
    const port = nodeThreads({ maxHeapMb: 16 })
    expect((await openThread(module, undefined, port).ended).message).toMatch(why)
  })

  it('is ended whatever it does, and tells nothing then', async () => {
    let told = 0
    const count = (): void => {
      told += 1
    }
    const handlers = { onMessage: count, onEnd: count }
    const module = program('for (;;);')
    const thread = nodeThreads().open({ module, data: 0 }, handlers)
    await thread.terminate()
    await thread.terminate()
    expect(told).toBe(0)
  })

  it('keeps no process alive', () => {
    const source = `
      import { nodeThreads } from ${JSON.stringify(new URL('../../../src/runtime/node/index.ts', import.meta.url).href)}
      const module = ${JSON.stringify(program('return { step: () => false, wait: () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) } }'))}
      nodeThreads({ execArgv: [] }).open({ module, data: 0 }, { onMessage() {}, onEnd() {} })
    `
    const loader = import.meta.resolve('tsx')
    const flags = ['--import', loader, '--input-type=module', '--eval', source]
    expect(execFileSync(process.execPath, flags, { timeout: 30_000 }).toString()).toBe('')
  })

  it('is not opened with a limit that is none', () => {
    expect(() => nodeThreads({ maxHeapMb: 0 })).toThrow(/maxHeapMb/)
  })
})

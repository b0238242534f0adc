import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nodeFiles } from '../../src/runtime/node/index.ts'
import { VirtualRuntime } from '../../src/runtime/virtual/index.ts'
import { TaskFile, type TaskProblem } from '../../src/tasks/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const list = (...pairs: string[]) =>
  bytes(JSON.stringify({ subscriptions: [{ venue: 'test', pairs, channels: ['trade'] }] }))

function open(pollEveryMs: number | false = false) {
  const runtime = new VirtualRuntime({ seed: 1 })
  const ports = runtime.ports()
  const heard: string[][] = []
  const problems: TaskProblem[] = []
  const onProblems = (found: readonly TaskProblem[]) => problems.push(...found)
  const file = new TaskFile({ path: 'tasks/t.json', ports, pollEveryMs, onProblems })
  const start = () => file.start((tasks) => heard.push(tasks.map(({ pair }) => pair)))
  return { runtime, ports, file, heard, problems, start }
}

describe('TaskFile', () => {
  it('tells the list at the start and after each atomic replacement', async () => {
    const { runtime, ports, file, heard, start } = open()
    await runtime.settle(ports.files.replace('tasks/t.json', list('A/B')))
    await runtime.settle(start())
    await runtime.settle(ports.files.replace('tasks/t.json', list('A/B', 'C/D')))
    await runtime.run({ forMs: 1_000 })
    await runtime.settle(ports.files.replace('tasks/t.json', list('C/D')))
    await runtime.run({ forMs: 1_000 })
    expect(heard).toEqual([['A/B'], ['A/B', 'C/D'], ['C/D']])
    await runtime.settle(file.close())
  })

  it('keeps the last good list while the file is broken or gone, and says once what is wrong', async () => {
    const { runtime, ports, file, heard, problems, start } = open(1_000)
    await runtime.settle(ports.files.replace('tasks/t.json', list('A/B')))
    await runtime.settle(start())
    await runtime.settle(ports.files.replace('tasks/t.json', bytes('{"subscriptions": [')))
    await runtime.run({ forMs: 5_000 })
    expect(problems).toHaveLength(1)
    await runtime.settle(ports.files.remove('tasks/t.json'))
    await runtime.run({ forMs: 5_000 })
    expect(problems).toHaveLength(2)
    expect(heard).toEqual([['A/B']])
    await runtime.settle(ports.files.replace('tasks/t.json', list('E/F')))
    await runtime.run({ forMs: 5_000 })
    expect(heard).toEqual([['A/B'], ['E/F']])
    await runtime.settle(file.close())
  })

  it('starts without a file and tells the list once there is one', async () => {
    const { runtime, ports, file, heard, problems, start } = open()
    await runtime.settle(start())
    expect([heard.length, problems.length]).toEqual([0, 1])
    await runtime.settle(ports.files.replace('tasks/t.json', list('A/B')))
    await runtime.run({ forMs: 1_000 })
    expect(heard).toEqual([['A/B']])
    await runtime.settle(file.close())
  })

  it('says nothing after it was closed', async () => {
    const { runtime, ports, file, heard, start } = open(100)
    await runtime.settle(start())
    await runtime.settle(file.close())
    await runtime.settle(ports.files.replace('tasks/t.json', list('A/B')))
    await runtime.run({ forMs: 1_000 })
    expect(heard).toEqual([])
  })

  it('sees replacements of a real file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'crossbook-tasks-'))
    const path = join(folder, 'tasks.json')
    const { ports } = open()
    const files = nodeFiles({ watchDebounceMs: 5 })
    await files.replace(path, list('A/B'))
    const file = new TaskFile({ path, ports: { ...ports, files }, pollEveryMs: false })
    const changed = new Promise<string[]>((resolve) => {
      void file.start((tasks) => {
        if (tasks.length === 2) resolve(tasks.map(({ pair }) => pair))
        else void files.replace(path, list('A/B', 'C/D'))
      })
    })
    expect(await changed).toEqual(['A/B', 'C/D'])
    await file.close()
    await rm(folder, { recursive: true })
  })
})

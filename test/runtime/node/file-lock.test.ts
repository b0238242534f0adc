import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeFiles } from '../../../src/runtime/node/index.ts'

const HOLDER = fileURLToPath(new URL('./lock-holder.ts', import.meta.url))
const files = nodeFiles()
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossbook-lock-'))
  path = `${folder}/writer.lock`
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function holder(): Promise<{ child: ChildProcess; isHeld: boolean }> {
  const child = spawn(process.execPath, ['--import', 'tsx', HOLDER, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, isHeld: said.toString().trim() === 'true' }
}

async function contenders(): Promise<number> {
  const taken = await Promise.all(Array.from({ length: 12 }, () => files.lock(path)))
  return taken.filter(({ isHeld }) => isHeld).length
}

describe('a lock of the machine', () => {
  it('has one holder, and is free once it is released', async () => {
    const first = await files.lock(path)
    expect(first.isHeld).toBe(true)
    const refusal = `process ${process.pid} on ${hostname()}`
    expect(await files.lock(path)).toEqual({ isHeld: false, holder: refusal })
    if (first.isHeld) await Promise.all([first.release(), first.release()])
    expect((await files.lock(path)).isHeld).toBe(true)
  })

  it('goes to one of many that want it at once', async () => {
    expect(await contenders()).toBe(1)
  })

  it.each([
    ['a process of another boot', { pid: process.pid, started: '1', boot: 'b', host: hostname() }],
    ['what a power failure left', '\0\0\0'],
  ])('goes from %s to one of many, and leaves one file', async (_who, mark) => {
    writeFileSync(`${path}.7`, typeof mark === 'string' ? mark : JSON.stringify(mark))
    expect(await contenders()).toBe(1)
    expect(readdirSync(folder)).toEqual(['writer.lock.8'])
  })

  it('stays with a process of another machine, which may live', async () => {
    const mark = { pid: 1, started: '1', boot: 'b', host: 'elsewhere' }
    writeFileSync(`${path}.1`, JSON.stringify(mark))
    expect(await files.lock(path)).toEqual({ isHeld: false, holder: 'process 1 on elsewhere' })
  })

  it('stays with another process until that is killed', async () => {
    const { child, isHeld } = await holder()
    expect(isHeld).toBe(true)
    expect(await files.lock(path)).toMatchObject({
      holder: `process ${child.pid} on ${hostname()}`,
    })
    child.kill('SIGKILL')
    await once(child, 'close')
    expect((await files.lock(path)).isHeld).toBe(true)
  }, 30_000)

  it('fails with a code where there is no place for it', async () => {
    writeFileSync(`${folder}/file`, '')
    const lock = files.lock(`${folder}/file/writer.lock`)
    await expect(lock).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import type { FilePort } from '../../../src/runtime/ports.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'

let runtime: VirtualRuntime
let files: FilePort

beforeEach(() => {
  runtime = new VirtualRuntime({ seed: 1 })
  files = runtime.ports().files
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (path: string): string | undefined => {
  const content = runtime.main.disk.peek(path)
  return content && new TextDecoder().decode(content)
}

async function appended(synced: string, unsynced: string): Promise<void> {
  await runtime.settle(
    (async () => {
      const file = await files.openAppend('/data/log')
      await file.append(bytes(synced))
      await file.sync()
      await file.append(bytes(unsynced))
    })(),
  )
}

describe('VirtualDisk', () => {
  it('reads, replaces, renames, cuts, lists and removes files', async () => {
    await runtime.settle(
      (async () => {
        await files.replace('/a/b/one', bytes('hello'))
        await files.replace('/a/two', bytes('22'))
        await files.truncate('/a/b/one', 4)
        await files.rename('/a/two', '/a/2')
        await files.remove('/a/none')
        expect(await files.list('/a')).toEqual([
          { name: '2', sizeBytes: 2, isFolder: false },
          { name: 'b', sizeBytes: 0, isFolder: true },
        ])
        expect(await files.read('/a/./b//one')).toEqual(bytes('hell'))
        await files.remove('/a/2')
        expect(await files.list('/nowhere')).toEqual([])
        await expect(files.read('/a/2')).rejects.toMatchObject({ code: 'STORE_READ_FAILED' })
      })(),
    )
    expect(runtime.main.disk.paths()).toEqual(['/a/b/one'])
  })

  it('keeps what was synced through a crash, and may lose the rest', async () => {
    await appended('safe', '-lost')
    runtime.main.crash('lost')
    expect(text('/data/log')).toBe('safe')
  })

  it('keeps a first part of what was not synced in a torn crash', async () => {
    const found = new Set<string>()
    for (let seed = 0; seed < 50; seed += 1) {
      runtime = new VirtualRuntime({ seed })
      files = runtime.ports().files
      await appended('safe', 'abc')
      runtime.main.crash('torn')
      found.add(text('/data/log') ?? '')
    }
    expect([...found].sort()).toEqual(['safe', 'safea', 'safeab', 'safeabc'])
  })

  it('keeps the length and loses the bytes in a zeroed crash', async () => {
    await appended('safe', 'x'.repeat(1_000))
    runtime.main.crash('zeroed')
    expect(text('/data/log')).toMatch(/^safex*\0+$/)
    expect(text('/data/log')).toHaveLength(1_004)
  })

  it('replaces whole or not at all', async () => {
    await runtime.settle(files.replace('/f', bytes('old')))
    void files.replace('/f', bytes('new'))
    runtime.main.crash()
    await runtime.run({ forMs: 1_000 })
    expect(text('/f')).toBe('old')
  })

  it('keeps unsynced bytes when only the process dies', async () => {
    await appended('a', 'b')
    runtime.main.kill()
    expect(text('/data/log')).toBe('ab')
  })

  it('fails writes when it is full, and everything when it is broken', async () => {
    await appended('a', '')
    runtime.main.disk.setFault('full')
    const file = await runtime.settle(files.read('/data/log'))
    expect(file).toEqual(bytes('a'))
    const write = (): Promise<void> => runtime.settle(files.replace('/f', bytes('x')))
    await expect(write()).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    runtime.main.disk.setFault('broken')
    const read = runtime.settle(files.read('/data/log'))
    await expect(read).rejects.toMatchObject({ code: 'STORE_READ_FAILED' })
    runtime.main.disk.setFault('none')
    await write()
    expect(text('/f')).toBe('x')
  })

  it('fails writes when it is read-only, and leaves files as they are', async () => {
    const file = await runtime.settle(files.openAppend('/f'))
    runtime.main.disk.setFault('readOnly')
    const append = runtime.settle(file.append(bytes('x')))
    await expect(append).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    expect(await runtime.settle(files.read('/f'))).toEqual(bytes(''))
  })

  it('takes appends at once where it is told to, of the living, while it works and the file is open', async () => {
    expect(await runtime.settle(files.openAppend('/f'))).not.toHaveProperty('appendNow')
    const { disk } = runtime.main
    disk.setAtOnce(true)
    const file = await runtime.settle(files.openAppend('/f'))
    file.appendNow?.(bytes('now'))
    expect(text('/f')).toBe('now')
    disk.setFault('full')
    expect(() => file.appendNow?.(bytes('x'))).toThrow('no space left on the device')
    disk.setFault('none')
    const closed = await runtime.settle(files.openAppend('/f'))
    await runtime.settle(closed.close())
    expect(() => closed.appendNow?.(bytes('x'))).toThrow('the file was closed')
    runtime.main.kill()
    file.appendNow?.(bytes(' gone'))
    expect(text('/f')).toBe('now')
  })

  it('loses what a failed sync was for, though a later sync succeeds', async () => {
    const file = await runtime.settle(files.openAppend('/f'))
    await runtime.settle(file.append(bytes('gone')))
    runtime.main.disk.setFault('unsyncable')
    await expect(runtime.settle(file.sync())).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    runtime.main.disk.setFault('none')
    await runtime.settle(file.sync())
    expect(text('/f')).toBe('gone')
    runtime.main.crash('torn')
    expect(text('/f')).toBe('')
  })

  it('gives a lock to one process at a time, and takes it from the dead', async () => {
    const lock = await runtime.settle(files.lock('/lock'))
    const second = runtime.main.disk.filesFor('second')
    expect(await runtime.settle(second.lock('/lock'))).toEqual({ isHeld: false, holder: 'main' })
    if (lock.isHeld) await lock.release()
    expect(await runtime.settle(second.lock('/lock'))).toMatchObject({ isHeld: true })
    runtime.main.disk.kill('second')
    expect(await runtime.settle(files.lock('/lock'))).toMatchObject({ isHeld: true })
  })

  it('tells watchers of a change once it is quiet, until they close', async () => {
    let changes = 0
    const watch = files.watch('/f', () => {
      changes += 1
    })
    void files.replace('/f', bytes('1'))
    void files.replace('/other', bytes('1'))
    void files.replace('/f', bytes('2'))
    await runtime.run({ forMs: 1_000 })
    expect(changes).toBe(1)
    watch.close()
    void files.replace('/f', bytes('3'))
    await runtime.run({ forMs: 1_000 })
    expect(changes).toBe(1)
  })
})

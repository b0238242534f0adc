import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeFiles } from '../../../src/runtime/node/index.ts'

let folder: string
const files = nodeFiles({ watchDebounceMs: 5 })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = async (path: string): Promise<string> => Buffer.from(await files.read(path)).toString()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossbook-files-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('nodeFiles', () => {
  it('appends in the order it was asked to, without waiting in between', async () => {
    const path = `${folder}/a/b/log`
    const file = await files.openAppend(path)
    const words = Array.from({ length: 50 }, (_, i) => `${i};`)
    await Promise.all(words.map((word) => file.append(bytes(word))))
    await file.sync()
    await file.close()
    await file.close()
    expect(await text(path)).toBe(words.join(''))
    await expect(file.append(bytes('x'))).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    const again = await files.openAppend(path)
    await again.append(bytes('!'))
    await again.close()
    expect(await text(path)).toBe(`${words.join('')}!`)
  })

  it('appends at once where it is asked to, and says why where it cannot', async () => {
    const path = `${folder}/log`
    const file = await files.openAppend(path)
    await file.append(bytes('a'))
    file.appendNow?.(bytes('bc'))
    expect(await text(path)).toBe('abc')
    file.appendNow?.(bytes(''))
    await file.append(bytes('d'))
    await file.close()
    expect(await text(path)).toBe('abcd')
    expect(() => file.appendNow?.(bytes('x'))).toThrow(/Appending to .*the file was closed/)
    const full = await files.openAppend('/dev/full')
    expect(() => full.appendNow?.(bytes('x'))).toThrow(
      expect.objectContaining({ code: 'STORE_WRITE_FAILED' }),
    )
    await full.close()
  })

  it('replaces a file whole, and leaves nothing beside it', async () => {
    await files.replace(`${folder}/f`, bytes('old and long'))
    await files.replace(`${folder}/f`, bytes('new'))
    expect(await text(`${folder}/f`)).toBe('new')
    expect(await readdir(folder)).toEqual(['f'])
  })

  it('leaves the old file and no draft when a replace fails', async () => {
    await files.replace(`${folder}/f/inside`, bytes('x'))
    await expect(files.replace(`${folder}/f`, bytes('y'))).rejects.toMatchObject({
      code: 'STORE_WRITE_FAILED',
    })
    expect(await readdir(folder)).toEqual(['f'])
  })

  it('cuts, renames, lists and removes', async () => {
    await files.replace(`${folder}/b`, bytes('hello'))
    await files.replace(`${folder}/a/x`, bytes('1'))
    await files.truncate(`${folder}/b`, 2)
    await files.rename(`${folder}/b`, `${folder}/c`)
    expect(await files.list(folder)).toEqual([
      { name: 'a', sizeBytes: 0, isFolder: true },
      { name: 'c', sizeBytes: 2, isFolder: false },
    ])
    await files.remove(`${folder}/c`)
    await files.remove(`${folder}/c`)
    expect(await files.list(`${folder}/none`)).toEqual([])
  })

  it('fails with the code of what was tried', async () => {
    const none = `${folder}/none`
    await expect(files.read(none)).rejects.toMatchObject({ code: 'STORE_READ_FAILED' })
    await expect(files.truncate(none, 0)).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' })
    await expect(files.rename(none, `${none}2`)).rejects.toMatchObject({
      code: 'STORE_WRITE_FAILED',
    })
    expect(() => files.watch(`${none}/f`, () => {})).toThrow(
      expect.objectContaining({ code: 'STORE_READ_FAILED' }),
    )
  })

  it('sees every atomic replace of a watched file', async () => {
    const path = `${folder}/watched`
    let tell = (): void => {}
    const watch = files.watch(path, () => tell())
    for (const content of ['1', '2', '3']) {
      const changed = new Promise<void>((resolve) => {
        tell = resolve
      })
      await files.replace(path, bytes(content))
      await changed
    }
    watch.close()
    expect(await text(path)).toBe('3')
  })
})

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** An example in a process of its own, on the sources. */
export interface Example {
  /** Lines of standard output so far. */
  readonly lines: readonly string[]
  /** Standard error so far. */
  readonly err: () => string
  /** Resolves when a line is there that passes; rejects when the example ends first. */
  seen(test: (line: string) => boolean): Promise<string>
  /** Sends Ctrl-C. */
  interrupt(): void
  /** Resolves to the exit code and how long the process lived after the call, in ms. */
  ended(): Promise<{ readonly code: number | null; readonly tookMs: number }>
}

/** Starts `examples/<name>`. */
export function startExample(name: string, args: readonly string[]): Example {
  const child = spawn(process.execPath, ['--import', 'tsx', `examples/${name}`, ...args], {
    cwd: root,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: string[] = []
  const waiting = new Set<() => void>()
  let rest = ''
  let err = ''
  let code: number | null | undefined
  const wake = () => {
    for (const look of [...waiting]) look()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = `${rest}${chunk.toString()}`.split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    wake()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  child.on('close', (given) => {
    code = given
    wake()
  })
  const until = <T>(find: () => T | undefined, whenEnded: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = find()
        if (found === undefined && code === undefined) return
        waiting.delete(look)
        try {
          resolve(found ?? whenEnded())
        } catch (error) {
          reject(error as Error)
        }
      }
      waiting.add(look)
      look()
    })
  return {
    lines,
    err: () => err,
    seen: (test) =>
      until(
        () => lines.find(test),
        () => {
          throw new Error(`${name} ended with ${code}: ${err || lines.join('\n')}`)
        },
      ),
    interrupt: () => void child.kill('SIGINT'),
    ended: async () => {
      const start = performance.now()
      await until<true>(
        () => (code === undefined ? undefined : true),
        () => true,
      )
      return { code: code ?? null, tookMs: performance.now() - start }
    },
  }
}
